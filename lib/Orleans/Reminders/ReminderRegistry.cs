using Microsoft.Extensions.Options;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Timers
{
    /// <summary>Registers reminders.</summary>
    public interface IReminderRegistry
    {
        /// <summary>Registers a reminder, or changes one that is registered.</summary>
        Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period);

        /// <summary>Ends a reminder.</summary>
        Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder);

        /// <summary>A reminder; null if there is none.</summary>
        Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName);

        /// <summary>The reminders of a grain.</summary>
        Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId);
    }
}

namespace Orleans.Runtime.ReminderService
{
    internal sealed record GrainReminder(GrainId GrainId, string ReminderName, string ETag) : IGrainReminder;

    internal sealed class ReminderRegistry(LocalReminderService service, IOptions<ReminderOptions> options) : Timers.IReminderRegistry
    {
        public Task<IGrainReminder> RegisterOrUpdateReminder(GrainId callingGrainId, string reminderName, TimeSpan dueTime, TimeSpan period)
        {
            ArgumentException.ThrowIfNullOrEmpty(reminderName);
            ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfLessThan(period, TimeSpan.Zero);
            var shortest = options.Value.MinimumReminderPeriod;
            if (period < shortest)
                throw new ArgumentException($"Cannot register reminder {reminderName} as requested period ({period}) is less than minimum allowed reminder period ({shortest})", nameof(period));

            return service.RegisterAsync(callingGrainId, reminderName, dueTime, period);
        }

        public Task UnregisterReminder(GrainId callingGrainId, IGrainReminder reminder) => service.UnregisterAsync((GrainReminder)reminder);

        public Task<IGrainReminder?> GetReminder(GrainId callingGrainId, string reminderName)
        {
            ArgumentException.ThrowIfNullOrEmpty(reminderName);
            return service.GetAsync(callingGrainId, reminderName);
        }

        public Task<List<IGrainReminder>> GetReminders(GrainId callingGrainId) => service.GetAllAsync(callingGrainId);
    }
}
