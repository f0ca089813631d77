/** A row of an osquery table: column names and texts. */
export type Columns = Readonly<Record<string, string>>

/** What a row says of its host. */
export interface RowFact {
  readonly attribute: string
  readonly value: string
  readonly fields?: Readonly<Record<string, string | undefined>>
}

/** How one table of osquery is read. */
export interface OsqueryTable {
  /** Columns without which a row says nothing. */
  readonly needs: readonly string[]
  /** Further columns by which the table is told from others when nothing names it. */
  readonly signs: readonly string[]
  /** `at` is the time of the row in seconds since 1970, where it is known. */
  facts(row: Columns, at: number | undefined): readonly RowFact[]
}

/**
 * The tables of osquery that are read, by their names and columns as its published schema gives them. Password hashes do not
 * stand in these tables, and no column that could hold a secret is kept.
 */
export const OSQUERY_TABLES: Readonly<Record<string, OsqueryTable>> = {
  system_info: {
    needs: ['hostname'],
    signs: ['hardware_serial', 'cpu_brand'],
    facts: (r) => [
      ...named('name', r['hostname']),
      ...named('make', real(r['hardware_vendor'])),
      ...named('product', real(r['hardware_model'])),
      ...named('serial', real(r['hardware_serial'])),
    ],
  },
  os_version: {
    needs: ['name', 'version'],
    signs: ['major', 'platform'],
    facts: (r) => [
      { attribute: 'os', value: [r['name'], r['version']].filter(Boolean).join(' '), fields: { build: r['build'], arch: r['arch'] } },
    ],
  },
  kernel_info: {
    needs: ['version'],
    signs: ['arguments', 'path', 'device'],
    facts: (r) => [{ attribute: 'kernel', value: r['version']! }],
  },
  users: {
    needs: ['username', 'uid'],
    signs: ['gid', 'shell', 'directory'],
    facts: (r) => [
      {
        attribute: 'account',
        value: r['username']!,
        fields: { uid: r['uid'], gid: r['gid'], shell: r['shell'], description: r['description'], type: r['type'], rid: /-(\d+)$/.exec(r['uuid'] ?? '')?.[1], interactive: interactive(r['shell']) },
      },
    ],
  },
  groups: {
    needs: ['groupname', 'gid'],
    signs: ['gid_signed', 'group_sid'],
    facts: (r) => [{ attribute: 'group', value: r['groupname']!, fields: { gid: r['gid'] } }],
  },
  user_groups: {
    needs: ['uid', 'gid'],
    signs: [],
    facts: (r) => [{ attribute: 'group-member', value: `user ${r['uid']} in group ${r['gid']}` }],
  },
  logged_in_users: {
    needs: ['user', 'type'],
    signs: ['tty', 'host', 'time', 'pid'],
    facts: (r) =>
      r['type'] === 'user' || r['type'] === 'active' || r['type'] === 'disconnected' || r['type'] === 'connected'
        ? [{ attribute: 'login', value: r['user']!, fields: { state: r['type'], terminal: r['tty'], from: r['host'] } }]
        : [],
  },
  shadow: {
    needs: ['username', 'password_status'],
    signs: ['last_change', 'max', 'hash_alg'],
    facts: (r) => [
      { attribute: 'password', value: r['username']!, fields: { status: passwordStatus(r['password_status']!), 'longest-days': r['max'], 'fewest-days': r['min'] } },
    ],
  },
  services: {
    needs: ['name', 'status'],
    signs: ['start_type', 'service_type', 'display_name'],
    facts: (r) => [
      {
        attribute: 'service',
        value: r['name']!,
        fields: { state: r['status'] === 'RUNNING' ? 'running' : r['status'] === 'STOPPED' ? 'stopped' : lower(r['status']), start: START.get(r['start_type'] ?? '') ?? lower(r['start_type']), title: r['display_name'], account: r['user_account'] },
      },
    ],
  },
  systemd_units: {
    needs: ['id', 'active_state'],
    signs: ['sub_state', 'load_state'],
    facts: (r) =>
      /\.(service|socket)$/.test(r['id']!) && r['load_state'] !== 'not-found'
        ? [
            {
              attribute: 'service',
              value: r['id']!,
              fields: { state: UNIT_STATES.get(`${r['active_state']} ${r['sub_state']}`) ?? UNIT_STATES.get(r['active_state']!) ?? r['active_state'], start: r['unit_file_state'], title: r['description'], account: r['user'] },
            },
          ]
        : [],
  },
  launchd: {
    needs: ['label', 'program_arguments'],
    signs: ['run_at_load', 'keep_alive'],
    facts: (r) => [{ attribute: 'service', value: r['label']!, fields: { start: r['run_at_load'] === '1' ? 'automatic' : 'manual', state: undefined } }],
  },
  processes: {
    needs: ['name', 'pid'],
    signs: ['parent', 'cmdline', 'resident_size'],
    facts: (r) => [{ attribute: 'process', value: r['name']!, fields: { path: r['path'], uid: r['uid'] } }],
  },
  listening_ports: {
    needs: ['port', 'protocol', 'address'],
    signs: ['socket', 'fd', 'family'],
    facts: (r) => {
      const transport = r['protocol'] === '6' ? 'tcp' : r['protocol'] === '17' ? 'udp' : undefined
      return transport && r['port'] !== '0' && /^\d{1,5}$/.test(r['port']!)
        ? [{ attribute: 'port', value: `${transport}/${r['port']}`, fields: { address: r['address'], reach: /^(127\.|::1$)/.test(r['address']!) ? 'local' : 'network' } }]
        : []
    },
  },
  patches: {
    needs: ['hotfix_id'],
    signs: ['installed_on', 'caption'],
    facts: (r) => [{ attribute: 'patch', value: r['hotfix_id']!, fields: { installed: r['installed_on'], what: r['description'] } }],
  },
  programs: software('name', 'version', { vendor: 'publisher' }, ['install_location', 'identifying_number', 'publisher']),
  deb_packages: software('name', 'version', { vendor: 'maintainer' }, ['maintainer', 'revision', 'arch']),
  rpm_packages: software('name', 'version', { vendor: 'vendor', release: 'release' }, ['release', 'sha1', 'arch']),
  apps: software('name', 'bundle_short_version', { vendor: 'bundle_identifier' }, ['bundle_identifier', 'bundle_name']),
  homebrew_packages: software('name', 'version', {}, ['path', 'prefix']),
  python_packages: software('name', 'version', { vendor: 'author' }, ['summary', 'author']),
  interface_details: { needs: ['interface', 'mac'], signs: ['mtu', 'ipackets'], facts: () => [] },
  interface_addresses: { needs: ['interface', 'address'], signs: ['mask', 'broadcast'], facts: () => [] },
  windows_security_center: {
    needs: ['firewall', 'antivirus'],
    signs: ['autoupdate', 'user_account_control'],
    facts: (r) =>
      ([['host-firewall', 'firewall'], ['antivirus', 'antivirus'], ['automatic-updates', 'autoupdate'], ['account-control', 'user_account_control']] as const).flatMap(([attribute, column]) =>
        r[column] === undefined ? [] : [{ attribute, value: HEALTH.get(r[column]) ?? 'unknown', fields: { says: r[column] } }],
      ),
  },
  windows_security_products: {
    needs: ['name', 'type', 'state'],
    signs: ['signatures_up_to_date', 'state_timestamp'],
    facts: (r) => {
      const type = lower(r['type'])
      const attribute = type === 'antivirus' ? type : type === 'firewall' ? 'host-firewall' : undefined
      return attribute ? [{ attribute, value: lower(r['state']) === 'on' ? 'on' : lower(r['state']) === 'off' ? 'off' : 'unknown', fields: { product: r['name'], current: yesNo(r['signatures_up_to_date']) } }] : []
    },
  },
  windows_firewall_rules: {
    needs: ['name', 'direction', 'action'],
    signs: ['enabled', 'local_ports', 'profile_domain'],
    facts: (r) =>
      r['enabled'] === '1'
        ? [{ attribute: 'firewall-rule', value: r['name']!, fields: { action: lower(r['action']), direction: lower(r['direction']), protocol: r['protocol'], ports: r['local_ports'], from: r['remote_addresses'] } }]
        : [],
  },
  iptables: {
    needs: ['chain', 'policy'],
    signs: ['filter_name', 'target', 'src_ip'],
    facts: (r) => [{ attribute: 'firewall-rule', value: `${r['filter_name'] ?? 'filter'} ${r['chain']}`, fields: { policy: r['policy'], target: r['target'], protocol: r['protocol'], from: r['src_ip'], ports: r['dst_port'] } }],
  },
  alf: {
    needs: ['global_state'],
    signs: ['stealth_enabled', 'logging_enabled'],
    facts: (r) => [{ attribute: 'host-firewall', value: r['global_state'] === '0' ? 'off' : 'on', fields: { strict: r['global_state'] === '2' ? 'yes' : 'no' } }],
  },
  usb_devices: {
    needs: ['vendor_id', 'model_id'],
    signs: ['usb_address', 'usb_port', 'removable'],
    facts: (r) => [{ attribute: 'usb-device', value: [r['vendor'], r['model']].filter(Boolean).join(' ') || `${r['vendor_id']}:${r['model_id']}`, fields: { serial: r['serial'], removable: yesNo(r['removable']) } }],
  },
  disk_encryption: {
    needs: ['name', 'encrypted'],
    signs: ['encryption_status', 'uuid'],
    facts: (r) => [{ attribute: 'disk-encryption', value: r['name']!, fields: { state: onOff(r['encrypted']), how: r['type'] } }],
  },
  bitlocker_info: {
    needs: ['drive_letter', 'protection_status'],
    signs: ['conversion_status', 'device_id'],
    facts: (r) => [{ attribute: 'disk-encryption', value: r['drive_letter']!, fields: { state: onOff(r['protection_status']), how: r['encryption_method'] } }],
  },
  certificates: {
    needs: ['common_name', 'not_valid_after'],
    signs: ['signing_algorithm', 'key_strength', 'subject'],
    facts: (r, at) => [
      {
        attribute: 'certificate',
        value: r['common_name'] || r['subject'] || '?',
        fields: { issuer: r['issuer'], algorithm: lower(r['signing_algorithm']), key: r['key_algorithm'], bits: r['key_strength'], store: r['store'] ?? r['path'], authority: yesNo(r['ca']), 'self-signed': yesNo(r['self_signed']), expired: expired(r['not_valid_after']!, at) },
      },
    ],
  },
  startup_items: {
    needs: ['name', 'path', 'source'],
    signs: ['status', 'args'],
    facts: (r) => [{ attribute: 'startup', value: r['name']!, fields: { path: r['path'], by: r['username'], state: r['status'] } }],
  },
  autoexec: {
    needs: ['path', 'name', 'source'],
    signs: [],
    facts: (r) => [{ attribute: 'startup', value: r['name'] || r['path']!, fields: { path: r['path'], by: r['source'] } }],
  },
  scheduled_tasks: {
    needs: ['name', 'action', 'enabled'],
    signs: ['next_run_time', 'hidden'],
    facts: (r) => (r['enabled'] === '1' ? [{ attribute: 'startup', value: r['name']!, fields: { path: r['action'], by: 'scheduled task' } }] : []),
  },
  crontab: {
    needs: ['command', 'minute'],
    signs: ['hour', 'day_of_month'],
    facts: (r) => [{ attribute: 'startup', value: r['command']!, fields: { by: 'crontab', path: r['path'] } }],
  },
  security_profile_info: {
    needs: ['minimum_password_length', 'lockout_bad_count'],
    signs: ['password_complexity', 'audit_logon_events'],
    facts: (r) => [
      { attribute: 'password-policy', value: 'local', fields: { 'shortest-length': r['minimum_password_length'], complexity: yesNo(r['password_complexity']), history: r['password_history_size'], 'longest-days': r['maximum_password_age'], reversible: yesNo(r['clear_text_password']) } },
      { attribute: 'lockout-policy', value: 'local', fields: { attempts: r['lockout_bad_count'] } },
      { attribute: 'built-in-account', value: 'guest', fields: { enabled: yesNo(r['enable_guest_account']), name: r['new_guest_name'] } },
      { attribute: 'built-in-account', value: 'administrator', fields: { enabled: yesNo(r['enable_admin_account']), name: r['new_administrator_name'] } },
      { attribute: 'audit-policy', value: 'local', fields: { logons: audited(r['audit_logon_events']), accounts: audited(r['audit_account_manage']), policy: audited(r['audit_policy_change']), system: audited(r['audit_system_events']) } },
    ],
  },
  screenlock: {
    needs: ['enabled', 'grace_period'],
    signs: [],
    facts: (r) => [{ attribute: 'screen-lock', value: onOff(r['enabled']) ?? 'unknown', fields: { grace: r['grace_period'] } }],
  },
  secureboot: {
    needs: ['secure_boot'],
    signs: ['setup_mode', 'secure_mode'],
    facts: (r) => [{ attribute: 'secure-boot', value: onOff(r['secure_boot']) ?? 'unknown' }],
  },
  shared_resources: {
    needs: ['name', 'path', 'type_name'],
    signs: ['allow_maximum', 'status'],
    facts: (r) => [{ attribute: 'share', value: r['name']!, fields: { path: r['path'], kind: r['type_name'] } }],
  },
  time: {
    needs: ['unix_time', 'iso_8601'],
    signs: ['timezone', 'datetime'],
    facts: (r) => [{ attribute: 'clock', value: r['timezone'] || 'UTC', fields: { local: r['local_timezone'] } }],
  },
} // biome-ignore format: a table

const START: ReadonlyMap<string, string> = new Map([
  ['BOOT_START', 'automatic'],
  ['SYSTEM_START', 'automatic'],
  ['AUTO_START', 'automatic'],
  ['DEMAND_START', 'manual'],
  ['DISABLED', 'disabled'],
])

const UNIT_STATES: ReadonlyMap<string, string> = new Map([
  ['active running', 'running'],
  ['active listening', 'running'],
  ['active exited', 'done'],
  ['active', 'running'],
  ['inactive', 'stopped'],
  ['failed', 'failed'],
])

/** The words of the Windows security center; a snoozed or unmonitored part says nothing sure. */
const HEALTH: ReadonlyMap<string, string> = new Map([
  ['Good', 'on'],
  ['Poor', 'off'],
])

/** Values that stand in firmware where nobody has set one. */
const PLACEHOLDER =
  /^(|0+|-1|none|n\/a|unknown|default string|to be filled by o\.?e\.?m\.?|system (serial number|manufacturer|product name)|not (specified|applicable|available))$/i

function real(text: string | undefined): string | undefined {
  return text === undefined || PLACEHOLDER.test(text.trim()) ? undefined : text.trim()
}

function named(attribute: string, value: string | undefined): readonly RowFact[] {
  return value ? [{ attribute, value }] : []
}

function software(name: string, version: string, more: Readonly<Record<string, string>>, signs: readonly string[]): OsqueryTable {
  return {
    needs: [name, version],
    signs,
    facts: (r) => [
      { attribute: 'software', value: r[name]!, fields: { version: r[version], ...Object.fromEntries(Object.entries(more).map(([field, column]) => [field, r[column]])) } },
    ],
  }
} // biome-ignore format: a table

function passwordStatus(text: string): string {
  if (text === 'active') return 'set'
  if (text === 'empty') return 'empty'
  return text === 'locked' || text === 'not_set' ? 'locked' : 'unknown'
}

function interactive(shell: string | undefined): string | undefined {
  // Windows gives every account a shell, those that may not log in as well.
  if (!shell?.startsWith('/')) return undefined
  return /\/(nologin|false|sync|true|shutdown|halt)$/.test(shell) ? 'no' : 'yes'
}

function expired(notAfter: string, at: number | undefined): string | undefined {
  const end = Number(notAfter)
  return at === undefined || !Number.isFinite(end) || end <= 0 ? undefined : end < at ? 'yes' : 'no'
}

function yesNo(text: string | undefined): string | undefined {
  return text === '1' ? 'yes' : text === '0' ? 'no' : undefined
}

function onOff(text: string | undefined): string | undefined {
  return text === '1' ? 'on' : text === '0' ? 'off' : undefined
}

// Windows counts success as 1 and failure as 2; 0 is no audit at all.
function audited(text: string | undefined): string | undefined {
  return text === '0' ? 'off' : text === '1' || text === '2' || text === '3' ? 'on' : undefined
}

function lower(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text.toLowerCase()
}
