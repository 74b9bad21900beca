using Approvals.Adapters.GraphMail;
using Approvals.Adapters.Imap;
using Approvals.Adapters.Smtp;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Channels;

public static class ChannelRegistration
{
    /// <summary>The mailer of the channel, before that of the store; and what reads its mailbox, where it has one. Called after the store is added.</summary>
    public static IServiceCollection AddMailChannel(this IServiceCollection services, MailChannel channel) => channel switch
    {
        MailChannel.Embedded => services,
        MailChannel.Smtp { Incoming: null } smtp => services.AddSmtp(smtp.Outgoing),
        MailChannel.Smtp { Incoming: { } incoming } smtp => services.AddSmtp(smtp.Outgoing).AddSingleton<IMailIntake>(provider => new ImapIntake(
            incoming, smtp.Folder, provider.GetRequiredService<InboundMailService>(), provider.GetRequiredService<INoteStore>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ImapIntake>>())),
        MailChannel.Graph graph => services.AddGraphMail(graph),
        _ => throw new System.Diagnostics.UnreachableException(channel.GetType().Name),
    };

    /// <summary>What tries the channel, without any store: a server may be at work on it. With <see cref="MailOptions"/>, <see cref="IMailReader"/> and the clock from elsewhere.</summary>
    public static IServiceCollection AddMailCheck(this IServiceCollection services, MailChannel channel) => channel switch
    {
        MailChannel.Embedded => services.AddSingleton<IMailCheck, EmbeddedMailCheck>(),
        MailChannel.Smtp smtp => services.AddSingleton(smtp).AddSingleton<IMailCheck, SmtpMailCheck>(),
        MailChannel.Graph graph => services.AddGraphMailCheck(graph),
        _ => throw new System.Diagnostics.UnreachableException(channel.GetType().Name),
    };

    private static IServiceCollection AddSmtp(this IServiceCollection services, MailServer server) => services.AddSingleton<IMailer>(provider => new SmtpMailer(
        server, provider.GetRequiredService<MailOptions>(), provider.GetRequiredService<INoteStore>(), provider.GetRequiredService<TimeProvider>()));
}
