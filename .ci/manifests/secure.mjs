// Checks what schemas cannot: node secure.mjs SCOPE README FILE, with the scope
//   compose     what `docker compose config` makes of a compose file: every service confined, every port on 127.0.0.1
//   pods        every pod conforms to the pod security standard `restricted`, and its namespace enforces that
//   production  also: clients log in over TLS, each application with a login whose rights are those of the table in README and no
//               other; nothing is reachable that no policy names; no secret stands in a manifest
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

const [scope, readme, file] = process.argv.slice(2);
const all = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS());
const of = (kind) => all.filter((value) => value.kind === kind);
let wrong = 0;
let checked = 0;

function hold(what, held) {
  checked++;
  if (held) return;
  wrong++;
  console.log(`FAILED  ${file}: ${what}`);
}

const sameList = (a, b) => JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

/** What `restricted` asks of one container, with what its pod says for all of them. */
function restricted(where, pod = {}, container = {}) {
  const either = (key) => container[key] ?? pod[key];
  hold(`${where}: runs as root, or may`, either('runAsNonRoot') === true && either('runAsUser') !== 0);
  hold(`${where}: no seccomp profile`, ['RuntimeDefault', 'Localhost'].includes(either('seccompProfile')?.type));
  hold(`${where}: may gain privileges`, container.allowPrivilegeEscalation === false);
  hold(`${where}: is privileged`, container.privileged !== true);
  hold(`${where}: keeps capabilities`, container.capabilities?.drop?.includes('ALL') && (container.capabilities.add ?? []).every((c) => c === 'NET_BIND_SERVICE'));
}

const volumes = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'persistentVolumeClaim', 'projected', 'secret'];

function pods() {
  of('Namespace').forEach((namespace) => ['enforce', 'audit', 'warn'].forEach((mode) =>
    hold(`${namespace.metadata.name}: does not ${mode} restricted`, namespace.metadata.labels?.[`pod-security.kubernetes.io/${mode}`] === 'restricted')));
  hold('no namespace', of('Namespace').length === 1);
  for (const deployment of of('Deployment')) {
    const pod = deployment.spec.template.spec;
    const name = deployment.metadata.name;
    for (const container of [...pod.containers, ...(pod.initContainers ?? [])]) {
      restricted(`${name}/${container.name}`, pod.securityContext, container.securityContext);
      hold(`${name}/${container.name}: its root file system can be written`, container.securityContext?.readOnlyRootFilesystem === true);
      hold(`${name}/${container.name}: a port of the machine`, (container.ports ?? []).every((port) => !port.hostPort));
    }
    hold(`${name}: namespaces of the machine`, !pod.hostNetwork && !pod.hostPID && !pod.hostIPC);
    hold(`${name}: has a token of the API server`, pod.automountServiceAccountToken === false);
    hold(`${name}: a volume that restricted does not know`, (pod.volumes ?? []).every((volume) => Object.keys(volume).every((key) => key === 'name' || volumes.includes(key))));
  }
  for (const pool of of('KafkaNodePool')) {
    const template = pool.spec.template ?? {};
    restricted(`${pool.metadata.name}/kafka`, template.pod?.securityContext, template.kafkaContainer?.securityContext);
    restricted(`${pool.metadata.name}/init`, template.pod?.securityContext, template.initContainer?.securityContext);
  }
  for (const kafka of of('Kafka')) {
    const template = kafka.spec.entityOperator?.template ?? {};
    restricted('entity operator, topics', template.pod?.securityContext, template.topicOperatorContainer?.securityContext);
    restricted('entity operator, users', template.pod?.securityContext, template.userOperatorContainer?.securityContext);
  }
}

/** The rows `| user | right | on | name |` of the page, by user. */
function documented() {
  const rights = new Map();
  for (const line of readFileSync(readme, 'utf8').split('\n')) {
    const row = line.match(/^\| `([a-z-]+)` \| ([A-Z][A-Za-z]+) \| (topic|group) \| `([^`]+)` \|/);
    if (row) rights.set(row[1], [...(rights.get(row[1]) ?? []), `${row[2]} ${row[3]} literal ${row[4]}`]);
  }
  return rights;
}

function clients() {
  for (const kafka of of('Kafka')) {
    const { listeners, authorization, config } = kafka.spec.kafka;
    for (const listener of listeners) {
      hold(`listener ${listener.name}: no TLS`, listener.tls === true);
      hold(`listener ${listener.name}: no login`, ['scram-sha-512', 'tls'].includes(listener.authentication?.type));
      hold(`listener ${listener.name}: open to every pod`, (listener.networkPolicyPeers ?? []).length > 0);
    }
    hold('no authorizer', authorization?.type === 'simple');
    hold('logins that may do everything', (authorization?.superUsers ?? []).length === 0 && config['allow.everyone.if.no.acl.found'] === undefined);
    hold('no user operator', kafka.spec.entityOperator?.userOperator !== undefined);
  }
  const table = documented();
  const users = new Map(of('KafkaUser').map((user) => [user.metadata.name, user]));
  hold(`users ${[...users.keys()]} are not those of ${readme}: ${[...table.keys()]}`, sameList(users.keys(), table.keys()));
  for (const [name, user] of users) {
    const acls = user.spec.authorization?.acls ?? [];
    hold(`${name}: no password by Strimzi`, user.spec.authentication?.type === 'scram-sha-512' && !user.spec.authentication.password);
    hold(`${name}: a right from everywhere is not meant to be a prohibition`, acls.every((acl) => (acl.type ?? 'allow') === 'allow'));
    const given = acls.flatMap((acl) => acl.operations.map((operation) => `${operation} ${acl.resource.type} ${acl.resource.patternType ?? 'literal'} ${acl.resource.name}`));
    hold(`${name}: has ${given.join(', ')}; ${readme} says ${table.get(name)?.join(', ')}`, sameList(given, table.get(name) ?? []));
  }
  for (const deployment of of('Deployment')) {
    const name = deployment.metadata.name;
    const [container] = deployment.spec.template.spec.containers;
    const env = new Map(container.env.map((entry) => [entry.name, entry]));
    hold(`${name}: no login of its own`, users.has(name) && env.get('KAFKA_SASL_JAAS_CONFIG')?.valueFrom?.secretKeyRef?.name === name);
    hold(`${name}: no TLS`, env.get('KAFKA_SECURITY_PROTOCOL')?.value === 'SASL_SSL' && env.has('KAFKA_SSL_TRUSTSTORE_LOCATION'));
    hold(`${name}: checks no name of the broker`, !env.has('KAFKA_SSL_ENDPOINT_IDENTIFICATION_ALGORITHM'));
    const port = env.get('KAFKA_BOOTSTRAP_SERVERS')?.value.split(':')[1];
    hold(`${name}: goes to port ${port}, where nobody listens`, of('Kafka').some((kafka) => kafka.spec.kafka.listeners.some((l) => `${l.port}` === port)));
  }
  for (const scaled of of('ScaledObject')) {
    for (const trigger of scaled.spec.triggers.filter((t) => t.type === 'kafka')) {
      hold(`${scaled.metadata.name}: no login over TLS`, trigger.metadata.tls === 'enable' && trigger.metadata.sasl === 'scram_sha512' &&
        of('TriggerAuthentication').some((login) => login.metadata.name === trigger.authenticationRef?.name));
    }
  }
}

const selects = (policy, labels) => Object.entries(policy.spec.podSelector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
const everyPod = (policy) => Object.keys(policy.spec.podSelector).length === 0;

function networks() {
  const policies = of('NetworkPolicy');
  hold('no policy denies by default', policies.some((p) => everyPod(p) && !p.spec.ingress && !p.spec.egress && sameList(p.spec.policyTypes, ['Ingress', 'Egress'])));
  const strimzi = (name) => ({ 'strimzi.io/cluster': 'losslab', 'strimzi.io/name': name });
  const pods = of('Deployment').map((d) => [d.metadata.name, d.spec.template.metadata.labels]);
  of('Kafka').forEach((k) => ['kafka', 'entity-operator'].forEach((part) => pods.push([part, strimzi(`${k.metadata.name}-${part}`)])));
  for (const [name, labels] of pods) {
    hold(`${name}: no policy of its own`, policies.some((p) => !everyPod(p) && selects(p, labels) && p.spec.egress?.length > 0));
  }
  for (const policy of policies) {
    for (const rule of policy.spec.ingress ?? []) {
      hold(`${policy.metadata.name}: lets everybody in`, rule.from?.length > 0 && rule.ports?.length > 0 &&
        rule.from.every((peer) => !peer.ipBlock && Object.values(peer).every((selector) => Object.keys(selector.matchLabels ?? {}).length > 0)));
    }
    for (const rule of policy.spec.egress ?? []) {
      hold(`${policy.metadata.name}: lets everything out`, rule.ports?.length > 0 && (rule.to?.length > 0 || policy.metadata.name === 'entity-operator'));
    }
  }
}

function secrets() {
  hold('a Secret stands in the manifests', of('Secret').length === 0);
  for (const deployment of of('Deployment')) {
    for (const entry of deployment.spec.template.spec.containers.flatMap((container) => container.env ?? [])) {
      hold(`${deployment.metadata.name}: ${entry.name} is not a reference`, !/PASSWORD|JAAS|SECRET|TOKEN/.test(entry.name) || (entry.value === undefined && entry.valueFrom?.secretKeyRef));
    }
  }
}

function confined() {
  const services = Object.entries(all[0].services);
  hold('no services', services.length > 0);
  for (const [name, service] of services) {
    hold(`${name}: a port beyond 127.0.0.1`, (service.ports ?? []).every((port) => port.host_ip === '127.0.0.1'));
    hold(`${name}: its root file system can be written`, service.read_only === true);
    hold(`${name}: keeps capabilities`, service.cap_drop?.includes('ALL') && !service.cap_add);
    hold(`${name}: may gain privileges`, service.security_opt?.includes('no-new-privileges') && service.privileged !== true);
    hold(`${name}: runs as root, or as whom its image says`, /^[1-9][0-9]*(:|$)/.test(service.user ?? ''));
    hold(`${name}: no memory limit`, Number(service.mem_limit) > 0);
    hold(`${name}: namespaces or devices of the machine`, ['network_mode', 'pid', 'ipc', 'uts', 'userns_mode', 'devices'].every((key) => service[key] === undefined));
    hold(`${name}: a folder of the machine that it can write, or Docker's socket`, (service.volumes ?? []).every((volume) => volume.type !== 'bind' || (volume.read_only === true && !volume.source.endsWith('.sock'))));
  }
}

const scopes = { compose: [confined], pods: [pods], production: [pods, clients, networks, secrets] };
if (!scopes[scope]) {
  console.error(`secure.mjs: allowed: ${Object.keys(scopes).join(', ')}`);
  process.exit(2);
}
scopes[scope].forEach((check) => check());
console.log(`${file}: ${checked} checked, ${wrong} wrong`);
process.exit(wrong === 0 ? 0 : 1);
