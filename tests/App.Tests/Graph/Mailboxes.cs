namespace App.Tests.Graph;

/// <summary>Answers of <c>GET /users/ID/mailboxSettings</c>, in the shapes that were recorded.</summary>
internal static class Mailboxes
{
    public static string Plain { get; } = Of("W. Europe Standard Time");

    public static string Of(string zone, string status = "disabled", string opens = "08:00:00.0000000", string closes = "17:00:00.0000000", string days = "\"monday\",\"tuesday\",\"wednesday\",\"thursday\",\"friday\"", string? from = null, string? until = null, string repliesZone = "UTC") => $$"""
        {
          "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users('4cb8c1f4-8c0a-4d52-9f4c-f1d1c7a0c001')/mailboxSettings",
          "timeZone": "{{zone}}",
          "automaticRepliesSetting": {
            "status": "{{status}}",
            "externalAudience": "all",
            "internalReplyMessage": "<html>\n<body>\n<p>I am at our company's worldwide reunion.<br>\n</p></body>\n</html>\n",
            "externalReplyMessage": "",
            "scheduledStartDateTime": { "dateTime": "{{from ?? "2026-11-23T08:00:00.0000000"}}", "timeZone": "{{repliesZone}}" },
            "scheduledEndDateTime": { "dateTime": "{{until ?? "2026-11-24T08:00:00.0000000"}}", "timeZone": "{{repliesZone}}" }
          },
          "workingHours": {
            "daysOfWeek": [{{days}}],
            "startTime": "{{opens}}",
            "endTime": "{{closes}}",
            "timeZone": { "name": "{{zone}}" }
          }
        }
        """;

    /// <summary>Hours in a zone of somebody's own making.</summary>
    public const string Customized = """
        {
          "timeZone": "Pacific Standard Time",
          "automaticRepliesSetting": { "status": "disabled", "externalAudience": "none" },
          "workingHours": {
            "daysOfWeek": ["monday", "wednesday"],
            "startTime": "09:00:00.0000000",
            "endTime": "18:30:00.0000000",
            "timeZone": {
              "@odata.type": "#microsoft.graph.customTimeZone",
              "bias": -200,
              "name": "Customized Time Zone",
              "standardOffset": { "time": "02:00:00.0000000", "dayOccurrence": 2, "dayOfWeek": "sunday", "month": 10, "year": 0 },
              "daylightOffset": { "daylightBias": 100, "time": "02:00:00.0000000", "dayOccurrence": 4, "dayOfWeek": "sunday", "month": 5, "year": 0 }
            }
          }
        }
        """;
}
