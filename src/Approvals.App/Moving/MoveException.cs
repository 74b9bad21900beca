namespace Approvals.App.Moving;

/// <summary>The move can not go on, or a store can not be used because of one. The message says why, and what to do. Nothing is lost: the source is as it was.</summary>
public sealed class MoveException(string message) : Exception(message);
