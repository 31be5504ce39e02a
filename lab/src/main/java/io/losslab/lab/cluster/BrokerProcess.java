package io.losslab.lab.cluster;

interface BrokerProcess {}
