import fc from 'fast-check';

/** The same cases in every run, so that a failure is never luck. `FC_SEED=$RANDOM` looks for others. */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_118) });
