/** Writes the SHA-256 of every file that `evidence/index.yaml` names into it: `node hashes.mjs`, after a document was changed. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const EXAMPLE = fileURLToPath(new URL('../examples/bottling-plant/', import.meta.url))

/** Brings the hashes of the evidence index up to date; returns how many were changed. */
export function refreshHashes() {
  const index = `${EXAMPLE}evidence/index.yaml`
  let changed = 0
  const text = readFileSync(index, 'utf8').replace(
    /( file: (\S+)\n +hash: )([0-9a-f]{64})/g,
    (all, head, file, old) => {
      const hash = createHash('sha256')
        .update(readFileSync(EXAMPLE + file))
        .digest('hex')
      if (hash === old) return all
      changed++
      return head + hash
    },
  )
  if (changed > 0) writeFileSync(index, text)
  return changed
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`${refreshHashes()} hashes changed`)
