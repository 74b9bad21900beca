using System.Net;

namespace Approvals.Adapters.GraphMail;

/// <summary>How a call to Graph ended.</summary>
internal enum GraphFault
{
    /// <summary>Not done: it asks for a rest.</summary>
    Busy,

    /// <summary>Not done: it can not be reached, or there is no token for it.</summary>
    Away,

    /// <summary>Done or not, nobody knows.</summary>
    Unclear,

    /// <summary>Not done, and the same call will fare no better.</summary>
    Refused,
}

/// <param name="status">Null: there was no answer.</param>
/// <param name="code">Graph's own code of the error.</param>
internal sealed class GraphException(GraphFault fault, string message, HttpStatusCode? status = null, string? code = null, TimeSpan? wait = null, Exception? inner = null)
    : Exception(message, inner)
{
    public GraphFault Fault => fault;
    public HttpStatusCode? Status => status;
    public string? Code => code;

    /// <summary>What it asked for, if it did.</summary>
    public TimeSpan? Wait => wait;
}
