package io.losslab.contract.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ResultReaderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) throws Exception {
        return JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void whatIsMissingIsUnknownAndNeverNought() throws Exception {
        RunEntry run = ResultReader.read(json("{'variant': 'a', 'produced': {'intended': 5}}"), RunEntry.class);

        assertThat(run.trial()).isNull();
        assertThat(run.produced().intended()).isEqualTo(5);
        assertThat(run.produced().acked()).isNull();
        assertThat(run.groups()).isNull();
    }

    @Test
    void whatIsOfAnotherTypeIsUnknownAndTheRestIsRead() throws Exception {
        RunEntry run = ResultReader.read(
                json(
                        "{'trial': 'two', 'brokers': '3', 'variant': {}, 'phases': 7, 'load': [1], 'disk': {'maxLogBytes': [],"
                                + " 'writtenBytes': 9}, 'groups': {'g': {'lost': '5', 'outcomes': {'processed': {}, 'x': 4}}, 'h': 3},"
                                + " 'promise': {'held': 'yes', 'says': 'all'}, 'runId': 'r', 'somethingNew': [[1]]}"),
                RunEntry.class);

        assertThat(run.runId()).isEqualTo("r");
        assertThat(run.trial()).isNull();
        assertThat(run.brokers()).isNull();
        assertThat(run.variant()).isNull();
        assertThat(run.phases()).isNull();
        assertThat(run.load()).isNull();
        assertThat(run.disk()).isEqualTo(new RunEntry.Disk(null, null, 9L));
        assertThat(run.groups().get("g").lost()).isNull();
        assertThat(run.groups().get("g").outcomes()).containsEntry("x", 4L).containsEntry("processed", null);
        assertThat(run.groups().get("h")).isNull();
        assertThat(run.promise()).isEqualTo(new RunEntry.Promise("all", null));
    }

    @Test
    void whatIsNoObjectIsNothing() throws Exception {
        assertThat(ResultReader.read(json("[]"), RunEntry.class)).isNull();
        assertThat(ResultReader.list(json("[3, {'text': 'a', 'held': true}, null]"), Expectation.class))
                .containsExactly(new Expectation("a", true));
    }

    @Test
    void whatIsReadIsWrittenAsItWas() throws Exception {
        String group = "{'groupId':'g','app':'fast-consumer','autoOffsetReset':'earliest','instances':1,'processed':1,"
                + "'duplicates':0,'delivered':1,'redelivered':0,'outOfOrder':0,'misrouted':0,'corrupt':0,'lost':1,"
                + "'ackedLost':1,'lostBytes':10,'inFlight':0,'unexplained':0,'outcomes':{'processed':1,'truncated':1},"
                + "'lostRanges':[{'partition':0,'firstOffset':1,'lastOffset':1,'count':1,'cause':'truncated','at':null,"
                + "'run':'r','producer':'p','firstSequence':1,'lastSequence':1,'detail':'clean election'}],"
                + "'lostRangesOmitted':0,'lossTimes':[],'firstLossAt':null,"
                + "'endToEndLatencyMs':{'p50':1.5,'p99':2.0,'p999':null,'max':2.5},'maxLag':null,'minLead':-3,'gaps':1,"
                + "'committed':{'0':2}}";
        String run = "{'variant':'default','trial':1,'runId':'r','kafkaVersion':'4.4.0','brokers':1,"
                + "'bootstrapServers':'b','topic':'t','varied':{},'replicationFactor':1,'startedAt':'s','endedAt':'e',"
                + "'phases':[{'name':'load','from':'s','to':'e'}],'produced':{'intended':2,'acked':2,'failed':0,"
                + "'indeterminate':0,'witnessed':2,'storedNotAcked':0,'logDuplicates':0},'load':{'targetTps':5,"
                + "'achievedTps':4.25,'sendLatencyMs':{'p50':null,'p99':null,'p999':null,'max':null},'settings':{'acks':'1'},"
                + "'failures':{}},'faults':[],'recovery':[],'limits':{'retentionBytes':null,'retentionMs':null,"
                + "'segmentBytes':9},'disk':{'maxLogBytes':9,'finalLogBytes':9,'writtenBytes':9},'partitions':[],"
                + "'groups':{'g':" + group
                + "},'evidence':[{'stream':'commits','file':'f','entries':3,'state':'whole'}],"
                + "'evidenceFaults':[],'warnings':['w'],'promise':{'says':'all','held':false}}";

        assertThat(JSON.writeValueAsString(ResultReader.read(json(run), RunEntry.class)))
                .isEqualTo(run.replace('\'', '"'));
    }
}
