// What the other scripts share: installing and building what is missing, without a shell, on every system.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Runs a program in the repository and ends this one with its exit code when it fails. */
export function run(program, args, options = {}) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) throw error
  if (status !== 0) process.exit(status ?? 1)
}

/** Runs a JavaScript file with this Node. */
export function node(args, options) {
  run(process.execPath, args, options)
}

/** Runs the program that an installed package brings along. */
export function tool(name, args, options) {
  const [pkg, bin = pkg.split('/').at(-1)] = name.split(':')
  const manifest = JSON.parse(readFileSync(join(root, 'node_modules', pkg, 'package.json'), 'utf8'))
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[bin]
  node([join(root, 'node_modules', pkg, file), ...args], options)
}

/** Installs the pinned packages when they are missing or the lock file has changed since. */
export function ensureInstalled() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Cofferdam needs Node 20.19 or newer; this is ${process.versions.node}.`)
    process.exit(1)
  }
  const stamp = join(root, 'node_modules', '.cofferdam-lock')
  const lock = hash([join(root, 'package-lock.json')])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('Installing the pinned packages (once) ...')
  const npm = process.env.npm_execpath
  if (npm) node([npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error'])
  else run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(stamp, lock)
}

/** Builds when anything the build reads has changed. */
export function ensureBuilt() {
  const stamp = join(root, 'dist', '.cofferdam-sources')
  const inputs = ['src', 'apps', 'catalogs', 'scripts'].flatMap((folder) => files(join(root, folder)))
  const sources = hash([...inputs.filter((file) => !file.endsWith('.test.ts')), join(root, 'package-lock.json')])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return
  console.error('Building ...')
  node([join(root, 'scripts', 'build.mjs')])
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, sources)
}

/** All files below a folder, sorted, as absolute paths. */
export function files(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name)
      return name === 'node_modules' ? [] : statSync(path).isDirectory() ? files(path) : [path]
    })
}

/** A path relative to the repository, with `/`. */
export function inRepository(path) {
  return relative(root, path).split(sep).join('/')
}

function hash(paths) {
  const sum = createHash('sha256')
  for (const path of paths)
    sum
      .update(`${inRepository(path)}\0`)
      .update(readFileSync(path))
      .update('\0')
  return sum.digest('hex')
}
