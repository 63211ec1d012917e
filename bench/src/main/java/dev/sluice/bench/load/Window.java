package dev.sluice.bench.load;

/** Told, on the load's thread, when the counted part begins and ends: both must be quick. */
public interface Window {
    Window NONE = new Window() {
        @Override
        public void opened() {}

        @Override
        public void closed() {}
    };

    void opened();

    void closed();
}
