namespace Samantha.Benchmarks.Services;

/// <summary>
/// Lessons about invented services, as many of each kind: those of a kind are asked in the same words but for their subject, so
/// that none is learned for another. The first hundred are measured; the others are what a stream goes on with.
/// </summary>
internal static class CorrectionStream
{
    private static readonly List<(Lesson Measured, Lesson Later)> All =
    [
        .. Kind("When does the {0} open?", "The {0} opens at {1} every morning.", "At what time does the {0} open?",
            ["harbour library", "old mill museum", "river market", "castle bakery", "north pool", "glass house", "town archive", "stone chapel", "east gate kiosk", "bird park"],
            ["sailing school", "puppet workshop", "rose nursery", "clock museum", "south pool", "paper mill", "maritime hall", "toy library", "cheese dairy", "planetarium"],
            ["nine", "seven", "six", "eleven", "eight", "noon", "ten"]),
        .. Kind("How much is the {0}?", "The {0} costs {1} dollars each way.", "What does the {0} cost?",
            ["island ferry", "night bus", "valley train", "hill tram", "canal boat", "forest shuttle", "beach rickshaw", "cable car", "school coach", "airport sledge"],
            ["water taxi", "mountain lift", "steam train", "airport bus", "lake steamer", "bike trailer", "harbour tour", "funicular", "market shuttle", "snow bus"],
            ["four", "three", "nine", "two", "seven", "twelve"]),
        .. Kind("How long can I return a {0}?", "You can return a {0} within {1} days.", "How many days do I have to return a {0}?",
            ["bicycle", "lantern", "canoe", "telescope", "sewing machine", "tent", "ladder", "film camera", "board game", "saddle"],
            ["kettle", "violin", "surfboard", "microscope", "wheelbarrow", "hammock", "lawn mower", "record player", "jigsaw", "paddle"],
            ["sixty", "ten", "fourteen", "thirty", "five", "ninety"]),
        .. Kind("Which plan includes {0}?", "The {1} plan includes {0}.", "What plan has {0} included?",
            ["night support", "phone insurance", "spare key service", "garden help", "music lessons", "parcel storage", "roof cleaning", "language courses", "boat mooring", "pet care"],
            ["window cleaning", "bicycle repair", "winter tyres", "meal boxes", "piano tuning", "ski storage", "lamp rental", "dance lessons", "sauna access", "plant care"],
            ["silver", "amber", "copper", "violet", "family"]),
        .. Kind("Where can I park near the {0}?", "You can park in the {1} {0}.", "Where is parking near the {0}?",
            ["museum", "opera house", "fish market", "clock tower", "botanical garden", "ice rink", "puppet theatre", "observatory", "rope bridge", "salt mine"],
            ["aquarium", "concert hall", "flower market", "water tower", "rose garden", "climbing wall", "circus school", "weather station", "canal lock", "copper mine"],
            ["blue garage behind the", "green yard beside the", "meadow opposite the", "cellar under the"]),
        .. Kind("Who fixes a broken {0}?", "The {1} fixes a broken {0} within two days.", "Who do I call about a broken {0}?",
            ["meter", "fountain", "street lamp", "lift", "doorbell", "radiator", "mailbox", "turnstile", "heating pipe", "vending machine"],
            ["boiler", "gutter", "traffic light", "escalator", "shutter", "stove", "parking gate", "ticket machine", "water pump", "hand dryer"],
            ["water office", "caretaker", "town electrician", "harbour crew", "night watch"]),
        .. Kind("What is the code for the {0} discount?", "The {0} discount code is {1}.", "Which code gives the {0} discount?",
            ["student", "senior", "winter", "teacher", "early bird", "weekend", "group", "cyclist", "rainy day", "first visit"],
            ["nurse", "family", "summer", "farmer", "night owl", "holiday", "choir", "hiker", "sunny day", "second visit"],
            ["maple", "otter", "saffron", "lilac", "compass", "thimble", "walnut", "pebble", "juniper", "marble"]),
        .. Kind("What is special about the {0}?", "The {0} has a {1}.", "What does the {0} have that is special?",
            ["gym", "hostel", "club house", "hotel annex", "ferry terminal", "spa", "campus", "tower", "lodge", "winter palace"],
            ["bakery", "motel", "tennis club", "guest house", "bus station", "sauna", "school hall", "lighthouse", "cabin", "summer palace"],
            ["warm pool on the second floor", "small cinema in the cellar", "reading room with a fireplace", "workshop behind the stairs"]),
        .. Kind("How do I cancel the {0}?", "You can cancel the {0} until {1}.", "Until when can I cancel the {0}?",
            ["morning delivery", "piano lesson", "boat trip", "wine tasting", "guided tour", "dance class", "ski pass", "table reservation", "moving van", "photo session"],
            ["evening delivery", "violin lesson", "balloon ride", "cheese tasting", "city walk", "yoga class", "swim pass", "room booking", "storage box", "portrait session"],
            ["midnight", "the evening before", "noon on Friday", "one hour ahead"]),
        .. Kind("Where do I pick up the {0}?", "Pick up the {0} at the {1}.", "At which place do I pick up the {0}?",
            ["ticket", "parcel", "lost umbrella", "rental car", "library card", "medal", "costume", "season pass", "repaired watch", "badge"],
            ["voucher", "crate", "lost scarf", "rental bicycle", "museum card", "trophy", "wig", "month pass", "repaired radio", "name tag"],
            ["counter by the east gate", "desk on the third floor", "window next to the stairs", "shop across the bridge"]),
    ];

    /// <summary>Some of the hundred, in the order of a seed.</summary>
    public static IReadOnlyList<Lesson> Draw(int count, int seed) => Shuffled(All.Select(pair => pair.Measured), count, seed);

    /// <summary>Some of a hundred others of the same kinds.</summary>
    public static IReadOnlyList<Lesson> DrawLater(int count, int seed) => Shuffled(All.Select(pair => pair.Later), count, seed);

    private static Lesson[] Shuffled(IEnumerable<Lesson> lessons, int count, int seed)
    {
        var all = lessons.ToArray();
        new Random(seed).Shuffle(all);
        return all[..Math.Min(count, all.Length)];
    }

    private static IEnumerable<(Lesson Measured, Lesson Later)> Kind(
        string question, string answer, string paraphrase, string[] subjects, string[] later, string[] values)
    {
        return subjects.Zip(later).Select((pair, i) => (About(pair.First, values[i % values.Length]), About(pair.Second, values[(i + 1) % values.Length])));

        Lesson About(string subject, string value) => new(Of(question, subject, value), Of(answer, subject, value), Of(paraphrase, subject, value));
    }

    private static string Of(string form, string subject, string value) =>
        form.Replace("{0}", subject, StringComparison.Ordinal).Replace("{1}", value, StringComparison.Ordinal);
}
