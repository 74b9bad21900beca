using System.Collections.Immutable;
using Approvals.App.Catalogues;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;

namespace Approvals.App.Ports;

/// <summary>Reads the files that a catalogue is written in.</summary>
public interface ICatalogueReader
{
    /// <summary>The files of the folder that this desk runs on, as they are now. Throws <see cref="IOException"/> when they can not be read.</summary>
    CatalogueFileSet Current();

    /// <summary>The files of another folder.</summary>
    CatalogueFileSet Folder(string path);

    /// <summary>Reads and checks the files as a whole: what is wrong, or a catalogue.</summary>
    /// <param name="files">All files of the catalogue.</param>
    /// <param name="nowUtc">Holidays must cover this year.</param>
    CatalogueReading Read(CatalogueFileSet files, DateTimeOffset nowUtc);

    /// <summary>Reads a form that somebody wrote down: a file of fields, as in <c>exampleForm</c> of a topic, or as JSON.</summary>
    FormReading ReadForm(Topic topic, string file, ReadOnlyMemory<byte> content);
}

public abstract record CatalogueReading
{
    private CatalogueReading() { }

    public sealed record Wrong(ImmutableArray<CatalogueRemark> Errors) : CatalogueReading;
    public sealed record Good(ReadCatalogue Catalogue) : CatalogueReading;
}

/// <param name="Fields">What could be read.</param>
/// <param name="Errors">Empty when all could.</param>
public sealed record FormReading(ImmutableDictionary<string, FieldValue> Fields, ImmutableArray<CatalogueRemark> Errors);

/// <summary>A catalogue that was read and is not (or not yet) in use. Its topics have no version numbers of their own.</summary>
public sealed record ReadCatalogue
{
    public required CatalogueFileSet Files { get; init; }
    public required ImmutableArray<Topic> Topics { get; init; }
    public required IDirectory Directory { get; init; }
    public required IRoleSource Access { get; init; }

    /// <summary>Everybody who may ask.</summary>
    public required ImmutableArray<Person> People { get; init; }

    /// <summary>What the files say of people who have left and roles that nobody holds.</summary>
    public required ImmutableArray<CatalogueRemark> PeopleRemarks { get; init; }
    public required int Roles { get; init; }

    /// <summary>The forms of the examples of a topic, and when each is sent.</summary>
    public required Func<string, ImmutableArray<(ImmutableDictionary<string, FieldValue> Fields, DateTimeOffset AtUtc)>> ExamplesOf { get; init; }

    /// <summary>Puts every example to its topic: those that do not lead where they say.</summary>
    public required Func<ImmutableArray<CatalogueRemark>> RunExamples { get; init; }

    /// <summary>The file and line of a place in a topic: keys and indexes from its root.</summary>
    public required Func<string, string, (string File, int Line)> Locate { get; init; }

    /// <summary>The whole meaning of a topic as text, with what it shares written in: two versions differ when these do.</summary>
    public required Func<string, string> SourceOf { get; init; }
}
