using Orleans;
using Orleans.Runtime;
using Orleans.Storage;
using Samantha.Silo.Storage;

namespace Samantha.Silo.Tests.Storage;

public sealed class SqliteGrainStorageTests : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("conversation", "xenia-the-user");

    private readonly StorageFolder _folder = new();

    private SqliteGrainStorage Storage => new(_folder.Database);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_NothingStored_IsANewState()
    {
        var state = await Read();
        (state.State.Text, state.RecordExists, state.ETag).ShouldBe((null, false, null));
    }

    [Fact]
    public async Task Write_ThenReopen_ReadsTheSame()
    {
        var state = await Read();
        state.State = new Stored { Text = "hëllo" };
        await Storage.WriteStateAsync("name", Grain, state);
        _folder.Reopen();

        var read = await Read();
        (read.State.Text, read.RecordExists, read.ETag).ShouldBe(("hëllo", true, state.ETag));
        (await Read("other")).RecordExists.ShouldBeFalse();
    }

    [Fact]
    public async Task Write_StaleETag_IsRefused()
    {
        var one = await Read();
        var other = await Read();
        await Storage.WriteStateAsync("name", Grain, one);

        await Should.ThrowAsync<InconsistentStateException>(() => Storage.WriteStateAsync("name", Grain, other));
        await Storage.WriteStateAsync("name", Grain, one);
    }

    [Fact]
    public async Task Clear_State_LeavesNoTraceAndRefusesTheActivationFromBefore()
    {
        var state = await Read();
        state.State = new Stored { Text = "a-secret" };
        await Storage.WriteStateAsync("name", Grain, state);
        var before = await Read();

        await Storage.ClearStateAsync("name", Grain, state);
        await Storage.WriteStateAsync("other", Grain, new GrainState<Stored>(new Stored()));
        await Storage.ClearStateAsync("other", Grain, await Read("other"));
        await _folder.Database.Write(session => 0);

        (state.RecordExists, state.ETag, state.State.Text).ShouldBe((false, null, null));
        _folder.Bytes().ShouldNotContain("a-secret");
        _folder.Bytes().ShouldNotContain("xenia");
        // Written anew, the state has an ETag that no one had before.
        await Storage.WriteStateAsync("name", Grain, state);
        await Should.ThrowAsync<InconsistentStateException>(() => Storage.WriteStateAsync("name", Grain, before));
    }

    private async Task<GrainState<Stored>> Read(string name = "name")
    {
        var state = new GrainState<Stored>(new Stored());
        await Storage.ReadStateAsync(name, Grain, state);
        return state;
    }

    public sealed class Stored
    {
        public string? Text { get; set; }
    }
}
