/** Servers from Debian packages: their configuration, and the command that runs each in the foreground. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { ipOf } from './network.mjs'

/** Programs that must be there, with the Debian package that brings each. */
export const PROGRAMS = {
  ip: 'iproute2', nft: 'nftables', ethtool: 'ethtool', tcpdump: 'tcpdump', dumpcap: 'wireshark-common', tshark: 'tshark',
  editcap: 'wireshark-common', openssl: 'openssl', nginx: 'nginx-light', curl: 'curl', sshd: 'openssh-server', ssh: 'openssh-client',
  snmpd: 'snmpd', snmpget: 'snmp', rsyslogd: 'rsyslog', logger: 'bsdutils', chronyd: 'chrony',
  dnsmasq: 'dnsmasq-base', slapd: 'slapd', ldapwhoami: 'ldap-utils', unshare: 'util-linux',
} // biome-ignore format: a table

/** Packages whose version the manifest names, by protocol. */
export const STACKS = {
  https: ['nginx-light', 'curl'],
  ssh: ['openssh-server', 'openssh-client'],
  snmpv3: ['snmpd', 'snmp'],
  syslog: ['rsyslog', 'bsdutils'],
  ntp: ['chrony'],
  dns: ['dnsmasq-base'],
  ldaps: ['slapd', 'ldap-utils'],
}

/** Writes all configurations below `folder` and returns what to run: device and command. */
export function services(folder) {
  const file = (name, text) => {
    const path = `${folder}/${name}`
    mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true })
    writeFileSync(path, text)
    return path
  }
  return [
    ...['scada-server', 'historian-mirror', 'patch-server', 'remote-gateway'].map((name) => web(folder, file, name)),
    ...shells(folder, file),
    ...['sw-core', 'fw-cell-1', 'fw-cell-2', 'ap-1'].map((name) => snmp(folder, file, name)),
    {
      who: 'log-server',
      command: ['rsyslogd', '-n', '-i', 'NONE', '-f', file('log/rsyslog.conf', `module(load="imudp")\ninput(type="imudp" port="514")\n*.* ${folder}/log/all.log\n`)],
    },
    {
      who: 'time-server', // -x: it serves time and never sets the clock of the machine
      command: ['chronyd', '-d', '-x', '-u', 'root', '-f', file('time/chrony.conf', `local stratum 3\nallow 10.20.0.0/16\npidfile ${folder}/time/pid\ncmdport 0\nbindcmdaddress /\n`)],
    },
    {
      who: 'dc-ops',
      command: ['dnsmasq', '--keep-in-foreground', `--conf-file=${file('dns/dnsmasq.conf', '')}`, '--no-resolv', '--no-hosts', '--user=root', '--pid-file=', '--bind-interfaces', `--listen-address=${ipOf('dc-ops')}`,
        ...['scada-server', 'historian', 'log-server'].map((name) => `--address=/${name}.riverside.example/${ipOf(name)}`)],
    },
    directory(folder, file),
  ] // biome-ignore format: commands
}

function certificate(folder, name, host) {
  const [key, cert] = [`${folder}/tls/${name}.key`, `${folder}/tls/${name}.crt`]
  mkdirSync(`${folder}/tls`, { recursive: true })
  if (!existsSync(cert))
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '700', '-subj', `/O=Riverside Bottling/CN=${name}`,
      '-addext', `subjectAltName=IP:${host}`, '-keyout', key, '-out', cert], { stdio: 'ignore' }) // biome-ignore format: a command
  return [key, cert]
}

function web(folder, file, name) {
  const [key, cert] = certificate(folder, name, ipOf(name))
  const text = `worker_processes 1;
master_process off;
daemon off;
pid ${folder}/web/${name}.pid;
error_log ${folder}/web/${name}.log;
events {}
http {
  access_log off;
  server_tokens off;
  client_body_temp_path ${folder}/web/${name}-body;
  proxy_temp_path ${folder}/web/${name}-proxy;
  fastcgi_temp_path ${folder}/web/${name}-fcgi;
  uwsgi_temp_path ${folder}/web/${name}-uwsgi;
  scgi_temp_path ${folder}/web/${name}-scgi;
  server {
    listen ${ipOf(name)}:443 ssl;
    ssl_certificate ${cert};
    ssl_certificate_key ${key};
    ssl_protocols TLSv1.2 TLSv1.3;
    location / { return 200 "ok\\n"; }
  }
}
`
  return { who: name, command: ['nginx', '-c', file(`web/${name}.conf`, text), '-p', `${folder}/web`] }
}

function shells(folder, file) {
  mkdirSync(`${folder}/ssh`, { recursive: true })
  for (const key of ['client', 'host'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'recording', '-f', `${folder}/ssh/${key}`])
  mkdirSync('/run/sshd', { recursive: true })
  const text = `Port 22
HostKey ${folder}/ssh/host
AuthorizedKeysFile ${folder}/ssh/client.pub
PermitRootLogin prohibit-password
PasswordAuthentication no
UsePAM no
StrictModes no
PidFile none
PrintMotd no
`
  const configuration = file('ssh/sshd_config', text)
  return ['jump-host', 'eng-station', 'sw-core', 'fw-cell-1', 'scada-server', 'historian'].map((who) => ({
    who,
    command: ['/usr/sbin/sshd', '-D', '-e', '-f', configuration],
  }))
}

function snmp(folder, file, name) {
  const state = `${folder}/snmp/${name}`
  mkdirSync(state, { recursive: true })
  const text = `agentAddress udp:161
sysName ${name}
sysDescr Vandelay managed device
sysLocation Riverside
createUser nms SHA riverside-auth AES riverside-priv
rouser nms priv
`
  return {
    who: name,
    env: { SNMP_PERSISTENT_DIR: state, SNMPCONFPATH: state },
    command: [
      'snmpd',
      '-f',
      '-Lf',
      `${state}/log`,
      '-C',
      '-c',
      file(`snmp/${name}/agent.conf`, text),
      '-p',
      `${state}/pid`,
      '-I',
      '-smux',
    ],
  }
}

function directory(folder, file) {
  const [key, cert] = certificate(folder, 'dc-ops', ipOf('dc-ops'))
  mkdirSync(`${folder}/ldap/db`, { recursive: true })
  const text = `include /etc/ldap/schema/core.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile ${folder}/ldap/pid
TLSCertificateFile ${cert}
TLSCertificateKeyFile ${key}
TLSVerifyClient never
database mdb
suffix "dc=riverside,dc=example"
rootdn "cn=reader,dc=riverside,dc=example"
rootpw riverside-read
directory ${folder}/ldap/db
`
  const configuration = file('ldap/slapd.conf', text)
  // -d keeps it in the foreground
  return { who: 'dc-ops', command: ['slapd', '-h', `ldaps://${ipOf('dc-ops')}:636/`, '-f', configuration, '-d', '0'] }
}
