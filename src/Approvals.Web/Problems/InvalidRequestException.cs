using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Problems;

/// <summary>The request is malformed in a way that the framework does not see. Ends as a problem, like every <see cref="BadHttpRequestException"/>.</summary>
internal sealed class InvalidRequestException(Problem problem) : BadHttpRequestException(problem.Title, problem.Status)
{
    public InvalidRequestException(string member, string message)
        : this(new Problem(StatusCodes.Status400BadRequest, "invalid-request", $"{member}: {message}") { Errors = new Dictionary<string, string[]> { [member] = [message] } })
    {
    }

    public Problem Problem { get; } = problem;
}
