namespace Orleans
{
    /// <summary>Has stages to which observers subscribe.</summary>
    public interface ILifecycleObservable
    {
        /// <summary>Subscribes to a stage: lower stages start earlier and stop later.</summary>
        IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
    }

    /// <summary>Takes part in a lifecycle.</summary>
    public interface ILifecycleObserver
    {
        /// <summary>Called when the stage starts.</summary>
        Task OnStart(CancellationToken cancellationToken = default);

        /// <summary>Called when the stage stops.</summary>
        Task OnStop(CancellationToken cancellationToken = default);
    }

    /// <summary>A service or component that subscribes to a lifecycle when it is built.</summary>
    public interface ILifecycleParticipant<TLifecycleObservable>
        where TLifecycleObservable : ILifecycleObservable
    {
        /// <summary>Subscribes.</summary>
        void Participate(TLifecycleObservable lifecycle);
    }

    /// <summary>Stages of a silo's life.</summary>
    public static class ServiceLifecycleStage
    {
        /// <summary>Before everything.</summary>
        public const int First = int.MinValue;

        /// <summary>The runtime's own parts.</summary>
        public const int RuntimeInitialize = 2000;

        /// <summary>The runtime's services.</summary>
        public const int RuntimeServices = 4000;

        /// <summary>Storage.</summary>
        public const int RuntimeStorageServices = 6000;

        /// <summary>Grain services.</summary>
        public const int RuntimeGrainServices = 8000;

        /// <summary>The application's services.</summary>
        public const int ApplicationServices = 10000;

        /// <summary>Just before calls are accepted.</summary>
        public const int BecomeActive = Active - 1;

        /// <summary>Calls are accepted.</summary>
        public const int Active = 20000;

        /// <summary>After everything.</summary>
        public const int Last = int.MaxValue;
    }
}

namespace Orleans.Runtime
{
    /// <summary>The life of an activation.</summary>
    public interface IGrainLifecycle : ILifecycleObservable;

    /// <summary>The life of a silo.</summary>
    public interface ISiloLifecycle : ILifecycleObservable
    {
        /// <summary>The highest stage that has started.</summary>
        int HighestCompletedStage { get; }

        /// <summary>The lowest stage that has stopped.</summary>
        int LowestStoppedStage { get; }
    }

    /// <summary>Stages of an activation's life.</summary>
    public static class GrainLifecycleStage
    {
        /// <summary>Before everything.</summary>
        public const int First = int.MinValue;

        /// <summary>State is loaded.</summary>
        public const int SetupState = 1000;

        /// <summary><see cref="IGrainBase.OnActivateAsync"/> is called.</summary>
        public const int Activate = 2000;

        /// <summary>After everything.</summary>
        public const int Last = int.MaxValue;
    }
}
