/** A command typed at a prompt, and the name of the device that the prompt shows. */
export interface Prompt {
  readonly device: string | undefined
  readonly command: string
}

const COMMAND =
  /^(?:do\s+)?(?:sh(?:ow?)?|display|dis|get|ip|arp|\/sbin\/arp|enable|en|conf\S*|terminal|exit|quit|no)\b/i

/** Reads `sw-cell-1#show mac address-table`, `!(BRS-1)>show mac-addr-table`, `user@host:~$ ip neigh`, `C:\\>arp -a`; `undefined` for any other line. */
export function promptOf(line: string): Prompt | undefined {
  const match = /^\s*!?(\([^()]{1,80}\)|\S{1,100}?)\s?([>#$%])(.*)$/.exec(line.trimEnd())
  if (!match) return undefined
  const [, name, , rest] = match
  const command = rest!.trim()
  if (command !== '' && !COMMAND.test(command)) return undefined
  const bare = nameOf(name!)
  return bare === undefined && command === '' ? undefined : { device: bare, command }
}

function nameOf(text: string): string | undefined {
  const host = /^[\w.-]+@([\w.-]+?)(?::.*)?$/.exec(text)?.[1] ?? text
  const bare = host.replace(/^\((.*)\)$/, '$1').replace(/\((?:config|vlan)[^)]*\)$/, '')
  // A drive of Windows names no device.
  return /^[A-Za-z0-9][\w. -]{0,62}$/.test(bare) ? bare : undefined
}
