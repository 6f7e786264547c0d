using Orleans.Runtime;

namespace Orleans
{
    /// <summary>The name of a grain class in grain identifiers, instead of the class's name in lower case without "grain".</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute
    {
        private readonly GrainType _grainType = GrainType.Create(grainType);

        /// <summary>The name.</summary>
        public GrainType GetGrainType(IServiceProvider? services, Type? type) => _grainType;
    }

    /// <summary>How long activations of a grain class may idle before they are deactivated.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public class CollectionAgeLimitAttribute : Attribute
    {
        /// <summary>The shortest limit.</summary>
        public static readonly TimeSpan MinAgeLimit = TimeSpan.FromMinutes(1);

        /// <summary>A limit made of <see cref="Days"/>, <see cref="Hours"/> and <see cref="Minutes"/>.</summary>
        public CollectionAgeLimitAttribute()
        {
        }

        /// <summary>The limit that <paramref name="inactivityPeriod"/> says, in the invariant culture's form.</summary>
        public CollectionAgeLimitAttribute(string inactivityPeriod)
        {
            var period = TimeSpan.Parse(inactivityPeriod, System.Globalization.CultureInfo.InvariantCulture);
            if (period < MinAgeLimit)
                throw new ArgumentOutOfRangeException(nameof(inactivityPeriod), inactivityPeriod, $"The limit must be at least {MinAgeLimit}.");

            Minutes = period.TotalMinutes;
        }

        /// <summary>The part in days.</summary>
        public double Days { get; set; }

        /// <summary>The part in hours.</summary>
        public double Hours { get; set; }

        /// <summary>The part in minutes.</summary>
        public double Minutes { get; set; }

        /// <summary>Whether activations are never deactivated for idling.</summary>
        public bool AlwaysActive { get; set; }

        /// <summary>The whole limit, at least <see cref="MinAgeLimit"/>.</summary>
        public TimeSpan AgeLimit
        {
            get
            {
                if (AlwaysActive)
                    return TimeSpan.MaxValue;

                var limit = TimeSpan.FromDays(Days) + TimeSpan.FromHours(Hours) + TimeSpan.FromMinutes(Minutes);
                return limit < MinAgeLimit ? MinAgeLimit : limit;
            }
        }
    }

    /// <summary>Activations of the class are never deactivated for idling.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public class KeepAliveAttribute : Attribute;
}

namespace Orleans.Metadata
{
    /// <summary>Which grain class implements an interface that several classes implement.</summary>
    [AttributeUsage(AttributeTargets.Interface, AllowMultiple = false)]
    public sealed class DefaultGrainTypeAttribute(string grainType) : Attribute
    {
        internal GrainType GrainType { get; } = GrainType.Create(grainType);
    }
}
