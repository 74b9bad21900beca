using Approvals.Server.Commands;

if (args is ["audit", ..])
{
    return await AuditCommand.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
}

var app = WebApplication.CreateBuilder(args).Build();
app.Run();
return 0;
