using Approvals.Adapters.Sqlite;
using Microsoft.Data.Sqlite;
using Stores.Tests.Contract;
using Xunit;

namespace Stores.Tests.Sqlite;

public sealed class OpeningTests : IDisposable
{
    private readonly TestFolder folder = new();

    [Fact]
    public void A_second_server_on_the_folder_is_refused_and_told_which()
    {
        using var first = SqliteDatabase.Open(folder.Options);
        var refused = Assert.Throws<DataFolderException>(() => SqliteDatabase.Open(folder.Options));
        Assert.Contains(folder.Path, refused.Message, StringComparison.Ordinal);
        Assert.Contains("in use by another server", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_is_there_after_a_restart_and_the_log_is_folded_into_the_file()
    {
        var id = Given.NewId();
        using (var database = SqliteDatabase.Open(folder.Options))
        {
            await new SqliteRequestStore(database).AppendAsync(Given.Append(id, 0, "a"), TestContext.Current.CancellationToken);
            Assert.True(File.Exists(folder.Database + "-wal"));
        }

        Assert.Equal(["approvals.db", "approvals.lock"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        using var again = SqliteDatabase.Open(folder.Options);
        Assert.Equal(["a"], (await new SqliteRequestStore(again).LoadAsync(id, TestContext.Current.CancellationToken)).Texts());
    }

    [Fact]
    public void A_database_of_a_newer_program_is_refused_and_left_as_it_is()
    {
        SqliteDatabase.Open(folder.Options).Dispose();
        Execute("PRAGMA user_version = 99");
        var before = File.ReadAllBytes(folder.Database);

        var refused = Assert.Throws<DataFolderException>(() => SqliteDatabase.Open(folder.Options));

        Assert.Contains("newer version of the program (schema 99", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder.Database));
    }

    [Fact]
    public void A_database_of_another_program_is_refused()
    {
        Execute("CREATE TABLE theirs (x)");
        var refused = Assert.Throws<DataFolderException>(() => SqliteDatabase.Open(folder.Options));
        Assert.Contains("another program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(folder.Database, new string('x', 10_000));
        var refused = Assert.Throws<DataFolderException>(() => SqliteDatabase.Open(folder.Options));
        Assert.Contains(folder.Database, refused.Message, StringComparison.Ordinal);
        SqliteDatabase.Open(folder.Options with { DataPath = Path.Combine(folder.Path, "other") }).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused()
    {
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");
        var refused = Assert.Throws<DataFolderException>(() => SqliteDatabase.Open(folder.Options with { DataPath = Path.Combine(file, "data") }));
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
