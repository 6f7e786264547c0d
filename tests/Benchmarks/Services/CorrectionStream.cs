namespace Samantha.Benchmarks.Services;

/// <summary>
/// A hundred lessons about invented services, ten of each kind: those of a kind are asked in the same words but for their
/// subject, so that none is learned for another.
/// </summary>
internal static class CorrectionStream
{
    public static IReadOnlyList<Lesson> All { get; } =
    [
        .. Kind("When does the {0} open?", "The {0} opens at {1} every morning.", "At what time does the {0} open?",
            ["harbour library", "old mill museum", "river market", "castle bakery", "north pool", "glass house", "town archive", "stone chapel", "east gate kiosk", "bird park"],
            ["nine", "seven", "six", "eleven", "eight", "noon", "ten"]),
        .. Kind("How much is the {0}?", "The {0} costs {1} dollars each way.", "What does the {0} cost?",
            ["island ferry", "night bus", "valley train", "hill tram", "canal boat", "forest shuttle", "beach rickshaw", "cable car", "school coach", "airport sledge"],
            ["four", "three", "nine", "two", "seven", "twelve"]),
        .. Kind("How long can I return a {0}?", "You can return a {0} within {1} days.", "How many days do I have to return a {0}?",
            ["bicycle", "lantern", "canoe", "telescope", "sewing machine", "tent", "ladder", "film camera", "board game", "saddle"],
            ["sixty", "ten", "fourteen", "thirty", "five", "ninety"]),
        .. Kind("Which plan includes {0}?", "The {1} plan includes {0}.", "What plan has {0} included?",
            ["night support", "phone insurance", "spare key service", "garden help", "music lessons", "parcel storage", "roof cleaning", "language courses", "boat mooring", "pet care"],
            ["silver", "amber", "copper", "violet", "family"]),
        .. Kind("Where can I park near the {0}?", "You can park in the {1} {0}.", "Where is parking near the {0}?",
            ["museum", "opera house", "fish market", "clock tower", "botanical garden", "ice rink", "puppet theatre", "observatory", "rope bridge", "salt mine"],
            ["blue garage behind the", "green yard beside the", "meadow opposite the", "cellar under the"]),
        .. Kind("Who fixes a broken {0}?", "The {1} fixes a broken {0} within two days.", "Who do I call about a broken {0}?",
            ["meter", "fountain", "street lamp", "lift", "doorbell", "radiator", "mailbox", "turnstile", "heating pipe", "vending machine"],
            ["water office", "caretaker", "town electrician", "harbour crew", "night watch"]),
        .. Kind("What is the code for the {0} discount?", "The {0} discount code is {1}.", "Which code gives the {0} discount?",
            ["student", "senior", "winter", "teacher", "early bird", "weekend", "group", "cyclist", "rainy day", "first visit"],
            ["maple", "otter", "saffron", "lilac", "compass", "thimble", "walnut", "pebble", "juniper", "marble"]),
        .. Kind("What is special about the {0}?", "The {0} has a {1}.", "What does the {0} have that is special?",
            ["gym", "hostel", "club house", "hotel annex", "ferry terminal", "spa", "campus", "tower", "lodge", "winter palace"],
            ["warm pool on the second floor", "small cinema in the cellar", "reading room with a fireplace", "workshop behind the stairs"]),
        .. Kind("How do I cancel the {0}?", "You can cancel the {0} until {1}.", "Until when can I cancel the {0}?",
            ["morning delivery", "piano lesson", "boat trip", "wine tasting", "guided tour", "dance class", "ski pass", "table reservation", "moving van", "photo session"],
            ["midnight", "the evening before", "noon on Friday", "one hour ahead"]),
        .. Kind("Where do I pick up the {0}?", "Pick up the {0} at the {1}.", "At which place do I pick up the {0}?",
            ["ticket", "parcel", "lost umbrella", "rental car", "library card", "medal", "costume", "season pass", "repaired watch", "badge"],
            ["counter by the east gate", "desk on the third floor", "window next to the stairs", "shop across the bridge"]),
    ];

    /// <summary>Some of them, in the order of a seed.</summary>
    public static IReadOnlyList<Lesson> Draw(int count, int seed)
    {
        var lessons = All.ToArray();
        new Random(seed).Shuffle(lessons);
        return lessons[..Math.Min(count, lessons.Length)];
    }

    private static IEnumerable<Lesson> Kind(string question, string answer, string paraphrase, string[] subjects, string[] values) =>
        subjects.Select((subject, i) => new Lesson(
            Of(question, subject, values[i % values.Length]), Of(answer, subject, values[i % values.Length]), Of(paraphrase, subject, values[i % values.Length])));

    private static string Of(string form, string subject, string value) =>
        form.Replace("{0}", subject, StringComparison.Ordinal).Replace("{1}", value, StringComparison.Ordinal);
}
