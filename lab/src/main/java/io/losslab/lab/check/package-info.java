/**
 * Evidence in, verdict out. Pure: no Kafka, no clock, no files; the same evidence gives the same verdict, always. The
 * decision procedure is that of docs/loss-causes.md: for every intended record and every group exactly one
 * {@link io.losslab.contract.Outcome}.
 */
package io.losslab.lab.check;
