package io.blip2j.blip2.generate.processor;

/// `score / temperature`.
///
/// **Source:** transformers `TemperatureLogitsWarper`.
public record Temperature(float temperature) implements LogitsProcessor {
    @Override
    public void process(Prefix row, float[] scores) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] /= temperature;
        }
    }
}
