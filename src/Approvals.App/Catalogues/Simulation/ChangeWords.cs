namespace Approvals.App.Catalogues.Simulation;

/// <summary>Changes as people read them.</summary>
public static class ChangeWords
{
    public static string Of(Change change) => change switch
    {
        Change.Same => "The same people are asked",
        Change.OtherSteps => "Other steps are asked",
        Change.OtherPeople => "Other people are asked",
        Change.NowPasses => "Nobody is asked any more",
        Change.NowAsked => "Somebody is asked now",
        Change.NowRefused => "Refused by a rule now",
        Change.NowInvalid => "The form is not right any more",
        Change.NowNobody => "Nobody could decide",
        Change.TopicGone => "The topic is gone",
        _ => throw new System.Diagnostics.UnreachableException(change.ToString()),
    };

    public static string Of(string change) => Of(Enum.Parse<Change>(change));
}
