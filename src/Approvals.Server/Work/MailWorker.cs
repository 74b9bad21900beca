using Approvals.App.Ports;

namespace Approvals.Server.Work;

/// <summary>Takes in mail as it arrives. While the mailbox can not be read it tries again, less and less often.</summary>
internal sealed class MailWorker(IMailIntake intake, TimeProvider clock, ILogger<MailWorker> log) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = First;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await intake.CollectAsync(stoppingToken);
                pause = First;
                await intake.WaitAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.IntakeFailed(e, pause);
                var asked = (e as MailIntakeException)?.RetryAfter;
                await Task.Delay(asked > pause ? asked.Value : pause, clock, stoppingToken);
                pause = pause * 2 < Longest ? pause * 2 : Longest;
            }
        }
    }
}
