/**
 * {@code result.json}, as the lab writes it and everybody reads it. What a result does not have, or has in another type, is
 * null: unknown, and never nought. Fields are added freely, never renamed.
 */
package io.losslab.contract.result;
