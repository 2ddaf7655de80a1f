package io.blip2j.nn.optim;

/// The learning rate as a function of epoch and step.
public sealed interface Schedule {
    /// The rate of a step.
    /// @param epoch from 0
    /// @param step within the epoch for the schedules of LAVIS, since the start for the others
    double at(int epoch, int step);

    /// One rate for all.
    record Constant(double lr) implements Schedule {
        @Override
        public double at(int epoch, int step) {
            return lr;
        }
    }

    /// Epoch 0 rises linearly to `initLr`, then stays; later epochs follow half a cosine **by epoch number alone**.
    ///
    /// `warmupStartLr` below 0 means `initLr`: no warm-up. **Source:** LAVIS `LinearWarmupCosineLRScheduler`,
    /// whose rate is constant within an epoch and jumps if the warm-up is longer than epoch 0.
    record LinearWarmupCosine(double initLr, double minLr, double warmupStartLr, int warmupSteps, int maxEpoch)
            implements Schedule {
        @Override
        public double at(int epoch, int step) {
            if (epoch == 0) {
                return warmup(initLr, warmupStartLr, warmupSteps, step);
            }
            return (initLr - minLr) * 0.5 * (1 + Math.cos(Math.PI * epoch / maxEpoch)) + minLr;
        }
    }

    /// Epoch 0 as in [LinearWarmupCosine]; later epochs `max(minLr, initLr · decayRate^epoch)`.
    ///
    /// **Source:** LAVIS `LinearWarmupStepLRScheduler`.
    record LinearWarmupStep(double initLr, double minLr, double warmupStartLr, int warmupSteps, double decayRate)
            implements Schedule {
        @Override
        public double at(int epoch, int step) {
            if (epoch == 0) {
                return warmup(initLr, warmupStartLr, warmupSteps, step);
            }
            return Math.max(minLr, initLr * Math.pow(decayRate, epoch));
        }
    }

    /// By step alone: linearly from `warmupLr` up to `lr` in `warmupSteps`, then half a cosine down to `minLr` at
    /// `totalSteps`. With `warmupLr` and `minLr` 0 it is Hugging Face's `get_cosine_schedule_with_warmup`; the
    /// paper's schedule has a `minLr`.
    record CosinePerStep(double lr, double minLr, double warmupLr, int warmupSteps, int totalSteps)
            implements Schedule {
        @Override
        public double at(int epoch, int step) {
            if (step < warmupSteps) {
                return warmupLr + (lr - warmupLr) * step / Math.max(1, warmupSteps);
            }
            double progress = (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
            return minLr + (lr - minLr) * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * progress)));
        }
    }

    private static double warmup(double initLr, double warmupStartLr, int warmupSteps, int step) {
        double start = warmupStartLr < 0 ? initLr : warmupStartLr;
        return Math.min(initLr, start + (initLr - start) * step / Math.max(warmupSteps, 1));
    }
}
