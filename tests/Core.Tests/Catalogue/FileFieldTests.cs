using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Catalogue.Forms;

namespace Approvals.Core.Tests.Catalogue;

public sealed class FileFieldTests
{
    private const string Pdf = "application/pdf";
    private static readonly FieldSpec Proof = Field("proof", FieldKind.Files) with { FileKinds = [.. FileKind.All.Where(kind => kind.Name is "pdf" or "eml")], MaxFiles = 2, MaxFileBytes = 1000 };

    private static FileRef File(string name, long size = 10, string type = Pdf, char digit = 'a') => new(new string(digit, 64), name, size, type);

    private static FieldValue.Files Files(params FileRef[] files) => new([.. files]);

    private static Evaluation Evaluate(FieldSpec spec, FieldValue? value) => TopicEvaluator.Evaluate(
        Topic(spec), value is null ? ImmutableDictionary<string, FieldValue>.Empty : ImmutableDictionary<string, FieldValue>.Empty.Add("proof", value), new EvaluationContext(Now, Ann));

    private static string Problem(FieldValue? value, FieldSpec? spec = null) => Assert.Single(Assert.IsType<Evaluation.Invalid>(Evaluate(spec ?? Proof, value)).Errors["proof"]);

    [Theory]
    [InlineData("statement.exe", "'statement.exe' is not taken here. Attach PDF or mail (.eml).")]
    [InlineData("statement", "'statement' is not taken here. Attach PDF or mail (.eml).")]
    [InlineData("statement.png", "'statement.png' is not taken here. Attach PDF or mail (.eml).")]
    [InlineData("order.exe.pdf", "'order.exe.pdf' has two endings. Rename it so that it has one, and attach it again.")]
    [InlineData("order.HTML .pdf", "'order.HTML .pdf' has two endings. Rename it so that it has one, and attach it again.")]
    [InlineData("../etc/passwd.pdf", "Give the file a plain name, without folders and invisible characters.")]
    [InlineData("c:\\temp\\a.pdf", "Give the file a plain name, without folders and invisible characters.")]
    [InlineData("a\u202efdp.pdf", "Give the file a plain name, without folders and invisible characters.")]
    [InlineData("a\nb.pdf", "Give the file a plain name, without folders and invisible characters.")]
    [InlineData(".pdf", "Give the file a plain name, without folders and invisible characters.")]
    [InlineData("", "Give the file a name of 1 to 120 characters.")]
    public void A_name_that_is_not_taken_is_told_what_to_do(string name, string message) => Assert.Equal(message, Problem(Files(File(name))));

    [Fact]
    public void Size_number_and_type_are_held_to()
    {
        Assert.Equal("'a.pdf' is empty. Attach the file itself.", Problem(Files(File("a.pdf", 0))));
        Assert.Equal("'a.pdf' has 1 kB; at most 1 kB are taken.", Problem(Files(File("a.pdf", 1001))));
        Assert.Equal("Attach at most 2 files; here are 3.", Problem(Files(File("a.pdf", digit: 'a'), File("b.pdf", digit: 'b'), File("c.pdf", digit: 'c'))));
        Assert.Equal("'a.eml' is not what its name says. Attach it under its right name.", Problem(Files(File("a.eml"))));
    }

    [Fact]
    public void A_required_file_that_is_missing_refuses_with_guidance()
    {
        Assert.Equal("Fill in 'proof'.", Problem(null, Proof with { Required = true }));
        Assert.Equal("Fill in 'proof'.", Problem(new FieldValue.Choices([]), Proof with { Required = true }));
    }

    [Fact]
    public void An_id_of_nothing_that_was_uploaded_is_no_file() =>
        Assert.StartsWith("Upload each file, then list the ids", Problem(new FieldValue.Choices(["abc"])), StringComparison.Ordinal);

    [Fact]
    public void Files_are_shown_with_size_and_hash()
    {
        var drafted = Assert.IsType<Evaluation.Drafted>(Evaluate(Proof, Files(File("letter.pdf", 900))));

        Assert.Equal($"letter.pdf (900 bytes, SHA-256 {new string('a', 64)})", Assert.Single(drafted.Draft.Content.Shown).Text);
    }

    [Fact]
    public void Another_file_is_other_content()
    {
        string Hash(FileRef file) => new Content(ImmutableSortedDictionary<string, FieldValue>.Empty.Add("proof", Files(file)), []).Hash(["proof"]);

        Assert.Equal(Hash(File("a.pdf")), Hash(File("a.pdf")));
        Assert.NotEqual(Hash(File("a.pdf")), Hash(File("a.pdf", digit: 'b')));
        Assert.NotEqual(Hash(File("a.pdf")), Hash(File("b.pdf")));
    }

    [Theory]
    [InlineData("filled", true)]
    [InlineData("empty", false)]
    [InlineData("not empty", true)]
    public void Conditions_ask_whether_there_are_files(string test, bool holds)
    {
        var scene = new Scene(ImmutableDictionary<string, FieldValue>.Empty.Add("proof", Files(File("a.pdf"))), new EvaluationContext(Now, Ann));

        Assert.Equal(holds, Test(Proof, test).Holds(new Subject.Field(Proof), scene));
        Assert.Throws<FormatException>(() => Test(Proof, "a.pdf"));
    }
}
