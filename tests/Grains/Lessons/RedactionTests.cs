using FsCheck;
using FsCheck.Fluent;
using Samantha.Grains.Lessons;

namespace Samantha.Grains.Tests.Lessons;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("What are your opening hours?")]
    [InlineData("We are open from 8 to 20 every day.")]
    [InlineData("How do I reset my password?")]
    [InlineData("The password is required, and was changed successfully.")]
    [InlineData("Shipping is 4.90 and free above 50.")]
    [InlineData("Are you open on 24 December 2026?")]
    [InlineData("The student discount code is maple.")]
    [InlineData("Pick up your ticket at the counter by the east gate.")]
    [InlineData("The Mark Twain Library is on Harbour Square, will it open in May?")]
    [InlineData("My order is [late], please.")]
    public void Of_NothingThatPointsToSomeone_IsUnchanged(string text) => Redaction.Of(text).ShouldBe(text);

    [Theory]
    [InlineData("write to ann.b+c@mail.example.org now", "write to [e-mail address] now")]
    [InlineData("ring +33 6 12 34 56 78", "ring [phone, card or account number]")]
    [InlineData("the card is 4111-1111-1111-1111", "the card is [phone, card or account number]")]
    [InlineData("my token is sk-abc123DEF456ghi789", "my token is [secret]")]
    [InlineData("use AKIAIOSFODNN7EXAMPLE there", "use [secret] there")]
    [InlineData("The password is hunter2!", "The password is [secret]")]
    [InlineData("PIN: 4711", "PIN: [secret]")]
    [InlineData("log in from 192.168.17.4 please", "log in from [network address] please")]
    [InlineData("Deliver it to 12 Old Harbour Road.", "Deliver it to [street address]")]
    [InlineData("liefern Sie in die Goethestraße 12", "liefern Sie in die [street address]")]
    [InlineData("Ask Dr. Okonkwo about it", "Ask Dr. [name] about it")]
    [InlineData("Sarah Connor ordered two", "[name] ordered two")]
    [InlineData("Dear Xu, thank you", "Dear [name], thank you")]
    public void Of_WhatPointsToSomeone_IsAPlaceholder(string text, string expected) => Redaction.Of(text).ShouldBe(expected);

    [Fact]
    public void Of_Redacted_IsUnchanged() => Prop.ForAll(
        Gen.Elements("my", "Sarah", "Dear Xu,", "PIN: 4711", "a@b.org", "+33 6 12 34 56 78", "12 Old Road", "is", "10.0.0.1", "sk-abc123DEF456ghi789").ListOf()
            .Select(words => string.Join(' ', words)).ToArbitrary(),
        text => Redaction.Of(Redaction.Of(text)) == Redaction.Of(text)).QuickCheckThrowOnFailure();

    [Fact]
    public void CountIn_Redacted_CountsPlaceholdersAndTheWordsBesides()
    {
        var redacted = Redaction.Of("Sarah said: write to a@b.org or c@d.org [soon]");

        (Redaction.CountIn(redacted), Redaction.WordsLeft(redacted)).ShouldBe((3, 5));
        Redaction.KindsIn(redacted).ShouldBe(["name", "e-mail address"]);
    }
}
