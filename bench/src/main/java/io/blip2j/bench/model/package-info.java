/// Whole parts of models at real sizes, with random weights.
///
/// | type | role |
/// |---|---|
/// | [Layer] | one layer of each stack |
/// | [Decode] | one more token for each row |
/// | [TrainStep] | one optimiser step of either stage |
/// | [Load] | reading a folder, and packing a matrix |
///
/// The same parts as `blip2 bench` times ([io.blip2j.tools.bench]), under JMH's forks and profilers. Start
/// reading at [Layer].
package io.blip2j.bench.model;
