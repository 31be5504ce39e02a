/**
 * Sorted runs of records, the arithmetic that the accounts are made of: a run costs the same whether it stands for one
 * record or for a billion.
 */
package io.losslab.ledger.account;
