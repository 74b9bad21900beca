using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.Web.Pages.SignIn;

public sealed record SignInModel(ImmutableArray<(EmailAddress Mail, string Name)> People, string ReturnUrl, string? Problem = null);
