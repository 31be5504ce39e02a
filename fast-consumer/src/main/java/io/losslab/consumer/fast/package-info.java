/** The fast consumer: the control group, which processes whatever it is given at once. */
package io.losslab.consumer.fast;
