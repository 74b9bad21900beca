namespace Mail.Tests.Servers;

/// <summary>The settings of Exim and Dovecot for one folder: an organisation's mail on loopback, with a boundary that judges senders.</summary>
internal static class Files
{
    public const string Password = "secret";

    /// <summary>
    /// Signs in anybody with the password. Who is signed in as the From address passes, everybody else fails, as the boundary's own header says; what claims to be that header is removed.
    /// <c>vp.apj@</c> is refused as a recipient, <c>full@</c> bounces after it was taken, and so does whoever is unknown.
    /// </summary>
    public static string Exim(string folder, int port, IEnumerable<string> people) => $$$"""
        SECRET = {{{Password}}}
        primary_hostname = mx.approvals.test
        spool_directory = {{{folder}}}/spool
        log_file_path = {{{folder}}}/log/%slog
        pid_file_path = {{{folder}}}/exim.pid
        exim_user = mail
        exim_group = mail
        never_users =
        keep_environment =
        local_interfaces = 127.0.0.1
        daemon_smtp_ports = {{{port}}}
        tls_advertise_hosts =
        host_lookup =
        rfc1413_query_timeout = 0s
        smtp_accept_max = 50
        smtp_accept_queue_per_connection = 1000
        message_size_limit = 20M
        acl_smtp_rcpt = rcpt
        acl_smtp_data = data

        begin acl
        rcpt:
          deny local_parts = vp.apj
               message = 5.1.1 no such person here
          accept authenticated = *
          deny
        data:
          warn remove_header = Authentication-Results
          warn set acl_m_verdict = ${if eqi{$authenticated_id}{${address:$h_From:}}{pass}{fail}}
               add_header = :at_start:Authentication-Results: mx.approvals.test; dmarc=$acl_m_verdict header.from=${domain:${address:$h_From:}}
          accept

        begin routers
        full:
          driver = redirect
          allow_fail
          local_parts = full
          data = :fail: 552 5.2.2 the mailbox is full
        people:
          driver = accept
          domains = example.com
          local_parts = {{{string.Join(" : ", people)}}}
          local_part_suffix = +*
          local_part_suffix_optional
          transport = maildir

        begin transports
        maildir:
          driver = appendfile
          directory = {{{folder}}}/mail/$local_part_data@example.com
          maildir_format
          create_directory
          envelope_to_add
          return_path_add
          user = mail
          group = mail

        begin retry
        * * F,1m,1s

        begin authenticators
        plain:
          driver = plaintext
          public_name = PLAIN
          server_advertise_condition = yes
          server_condition = ${if eq{$auth3}{SECRET}}
          server_set_id = $auth2

        """;

    public static string Dovecot(string folder, int port, bool idle) => $$$"""
        base_dir = {{{folder}}}/run
        state_dir = {{{folder}}}/state
        log_path = {{{folder}}}/dovecot.log
        protocols = imap
        listen = 127.0.0.1
        ssl = no
        disable_plaintext_auth = no
        default_internal_user = mail
        default_internal_group = mail
        default_login_user = nobody
        first_valid_uid = 1
        first_valid_gid = 1
        mail_location = maildir:{{{folder}}}/mail/%u
        mail_max_userip_connections = 50
        {{{(idle ? "" : "imap_capability = IMAP4rev1 SASL-IR LITERAL+ ID ENABLE")}}}
        passdb {
          driver = static
          args = password={{{Password}}}
        }
        userdb {
          driver = static
          args = uid=mail gid=mail home={{{folder}}}/home/%u allow_all_users=yes
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = {{{port}}}
          }
          inet_listener imaps {
            port = 0
          }
        }
        service anvil {
          chroot =
        }

        """;
}
