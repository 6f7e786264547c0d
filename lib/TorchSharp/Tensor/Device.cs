using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lies: a kind of device and, where there are several of it, which.</summary>
    public class Device
    {
        /// <param name="description">A type and optionally an index: "cpu", "cuda", "cuda:1".</param>
        public Device(string description)
        {
            var colon = description.IndexOf(':', StringComparison.Ordinal);
            type = ParseType(colon < 0 ? description : description[..colon]);
            index = colon < 0 ? -1 : ParseIndex(description[(colon + 1)..]);
        }

        public Device(string deviceType, int index = -1)
        {
            type = ParseType(deviceType);
            this.index = index;
        }

        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>A CUDA device.</summary>
        public Device(int index)
        {
            type = DeviceType.CUDA;
            this.index = index;
        }

        public DeviceType type { get; private set; }

        /// <summary>-1 is the current device of the type.</summary>
        public int index { get; private set; }

        public static implicit operator Device(string description) => new(description);

        public override string ToString() => type is DeviceType.CPU ? "cpu"
            : index == -1 ? Name(type)
            : $"{Name(type)}:{index.ToString(CultureInfo.InvariantCulture)}";

        private static string Name(DeviceType type) => type.ToString().ToLowerInvariant();

        private static DeviceType ParseType(string name) =>
            Enum.TryParse<DeviceType>(name, ignoreCase: true, out var type) && !char.IsAsciiDigit(name[0])
                ? type
                : throw new ArgumentException($"Unknown device type '{name}'.");

        private static int ParseIndex(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? index
                : throw new ArgumentException($"'{text}' is not the index of a device.");
    }

    public static readonly Device CPU = new(DeviceType.CPU);
    public static readonly Device META = new(DeviceType.META);

    public static Device CUDA => InitializeDevice(new Device(DeviceType.CUDA));

    public static Device device(string description) => InitializeDevice(new Device(description));
    public static Device device(string deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));
    public static Device device(DeviceType deviceType, int index = -1) => InitializeDevice(new Device(deviceType, index));
    public static Device device(int index) => new(DeviceType.CUDA, index);

    /// <summary>The device, or the default one for null.</summary>
    /// <exception cref="InvalidOperationException">The machine has no device of that type.</exception>
    public static Device InitializeDevice(Device? device)
    {
        device ??= get_default_device();
        InitializeDeviceType(device.type);
        return device;
    }

    public static void InitializeDeviceType(DeviceType deviceType)
    {
        if (!TryInitializeDeviceType(deviceType))
            throw new InvalidOperationException($"Torch device type {deviceType} did not initialise on the current machine.");
    }

    public static bool TryInitializeDeviceType(DeviceType deviceType) => deviceType switch
    {
        DeviceType.CPU or DeviceType.META => true,
        DeviceType.CUDA => cuda.is_available(),
        _ => false,
    };
}
