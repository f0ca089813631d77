import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** All files below a folder of the repository, as paths relative to its root with `/`. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .sort()
    .flatMap((name) => {
      const path = `${folder}/${name}`
      if (name === 'node_modules') return []
      return statSync(join(ROOT, path)).isDirectory() ? filesBelow(path) : [path]
    })
}

/** TypeScript files of some folders. */
export function sources(...folders: string[]): string[] {
  return folders.flatMap(filesBelow).filter((path) => /\.tsx?$/.test(path))
}

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** What a file imports or exports from: the specifiers, and for relative ones the file meant. */
export function imports(path: string, text = read(path)): { specifier: string; file: string | undefined }[] {
  const found = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]/g)]
  const bare = [...text.matchAll(/(?:^|\n|[=(\s])import\s*\(?\s*['"]([^'"]+)['"]/g)]
  return [...found, ...bare].map((match) => {
    const specifier = match[1]!
    const file = specifier.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(path), specifier))
          .split(sep)
          .join('/')
      : undefined
    return { specifier, file }
  })
}

/** The room a file stands in: the folder below src/, `apps`, or the file itself at the top of src/. */
export function roomOf(path: string): string | undefined {
  const [top, room] = path.split('/')
  return top === 'src' ? room : top === 'apps' ? 'apps' : undefined
}

/** The text without comments, strings and template texts, so that a rule on words does not stumble over prose. */
export function codeOnly(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:])\/\/.*$/gm, '$1')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
}
