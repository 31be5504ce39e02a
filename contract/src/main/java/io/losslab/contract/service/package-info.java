/** What the services are: one descriptor each, read by whoever starts, asks or shows them. */
package io.losslab.contract.service;
