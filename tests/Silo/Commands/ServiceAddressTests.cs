using System.CommandLine;
using Samantha.Silo.Commands;

namespace Samantha.Silo.Tests.Commands;

public sealed class ServiceAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080/")]
    [InlineData("http://127.0.0.1:5199/", "--url", "http://127.0.0.1:5199")]
    [InlineData("https://samantha.example/", "--url", "https://samantha.example")]
    public void Option_Given_IsTheAddress(string address, params string[] arguments)
    {
        var option = ServiceAddress.Option();
        var parsed = new RootCommand { option }.Parse(arguments);
        parsed.Errors.ShouldBeEmpty();
        parsed.GetValue(option).ShouldBe(new Uri(address));
    }

    [Theory]
    [InlineData("5080")]
    [InlineData("127.0.0.1:5080")]
    [InlineData("ftp://127.0.0.1")]
    public void Option_NoAddress_SaysWhatItWants(string given) =>
        new RootCommand { ServiceAddress.Option() }.Parse(["--url", given]).Errors.ShouldHaveSingleItem().Message.ShouldContain("http://127.0.0.1:5080");
}
