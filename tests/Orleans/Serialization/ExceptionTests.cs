using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace Samantha.Orleans.Tests.Serialization;

public sealed class ExceptionTests
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    [Fact]
    public void Exception_ThatWasThrown_KeepsTypeMessageTraceAndCause()
    {
        var copy = RoundTrip(Thrown(new InvalidOperationException("outer", new TimeoutException("inner"))));

        copy.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("outer");
        copy.InnerException.ShouldBeOfType<TimeoutException>().Message.ShouldBe("inner");
        copy.StackTrace!.ShouldContain(nameof(Thrown));
        Should.Throw<InvalidOperationException>(() => throw copy).StackTrace!.ShouldContain(nameof(Thrown));
    }

    [Fact]
    public void AggregateException_KeepsItsCauses() =>
        RoundTrip(new AggregateException("all", new TimeoutException("a"), new ArgumentException("b")))
            .ShouldBeOfType<AggregateException>().InnerExceptions.Select(error => error.GetType()).ShouldBe([typeof(TimeoutException), typeof(ArgumentException)]);

    [Fact]
    public void ExceptionWithMembers_KeepsThem()
    {
        var copy = RoundTrip(Thrown(new QuotaException("too much", 5, "disk"))).ShouldBeOfType<QuotaException>();

        copy.Message.ShouldBe("too much");
        copy.Limit.ShouldBe(5);
        copy.Resource.ShouldBe("disk");
    }

    [Fact]
    public void ExceptionsOfAFamily_EachWithAnAlias_KeepTheirTypes()
    {
        RoundTrip(new FamilyException("base")).ShouldBeOfType<FamilyException>();
        RoundTrip(new FamilyMemberException("derived")).ShouldBeOfType<FamilyMemberException>().Message.ShouldBe("derived");
        RoundTrip(new NamelessMemberException("nameless")).ShouldBeOfType<NamelessMemberException>();
    }

    [Fact]
    public void InconsistentStateException_KeepsItsVersions()
    {
        var copy = RoundTrip(new InconsistentStateException("stale", "2", "1")).ShouldBeOfType<InconsistentStateException>();

        copy.StoredEtag.ShouldBe("2");
        copy.CurrentEtag.ShouldBe("1");
    }

    [Fact]
    public void ExceptionWithoutCode_IsOfItsTypeWithoutItsMembers()
    {
        var copy = RoundTrip(new PlainException("plain") { Lost = "lost" }).ShouldBeOfType<PlainException>();

        copy.Message.ShouldBe("plain");
        copy.Lost.ShouldBeNull();
    }

    [Fact]
    public void Exceptions_ThatShareACause_StillShareIt()
    {
        var cause = new TimeoutException("cause");

        var copies = Serializer.Deserialize<Exception[]>(Serializer.SerializeToArray(new Exception[] { new("a", cause), new("b", cause) }));

        copies[0].InnerException.ShouldBeSameAs(copies[1].InnerException);
    }

    private static Exception RoundTrip(Exception exception) => Serializer.Deserialize<Exception>(Serializer.SerializeToArray(exception));

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }

    [GenerateSerializer]
    public abstract class LimitException(string message, int limit) : Exception(message)
    {
        [Id(0)]
        public int Limit { get; } = limit;
    }

    [GenerateSerializer]
    public sealed class QuotaException(string message, int limit, string resource) : LimitException(message, limit)
    {
        [Id(0)]
        public string Resource { get; } = resource;
    }

    public sealed class PlainException(string message) : Exception(message)
    {
        public string? Lost { get; set; }
    }
}

[GenerateSerializer, Alias("test.family")]
public class FamilyException(string message) : Exception(message);

[GenerateSerializer, Alias("test.family.member")]
public sealed class FamilyMemberException(string message) : FamilyException(message);

[GenerateSerializer]
public sealed class NamelessMemberException(string message) : FamilyException(message);
