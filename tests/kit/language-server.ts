import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

/** A diagnostic as an editor gets it. */
export interface EditorDiagnostic {
  readonly message: string
  readonly range: { readonly start: { readonly line: number; readonly character: number } }
}

/** The real YAML language server over stdio, spoken to as an editor does (LSP 3.17). */
export class LanguageServer {
  readonly #process: ChildProcess
  readonly #answers = new Map<number, (result: unknown) => void>()
  readonly #waiting = new Map<string, (diagnostics: readonly EditorDiagnostic[]) => void>()
  #buffer = Buffer.alloc(0)
  #next = 1

  constructor() {
    const bin = fileURLToPath(
      new URL('../../node_modules/yaml-language-server/bin/yaml-language-server', import.meta.url),
    )
    this.#process = spawn(process.execPath, [bin, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
    this.#process.stdout!.on('data', (bytes: Buffer) => this.#take(bytes))
  }

  async start(): Promise<void> {
    const textDocument = { hover: { contentFormat: ['plaintext'] }, completion: { completionItem: {} } }
    await this.ask('initialize', { processId: process.pid, rootUri: null, capabilities: { textDocument } })
    this.#send({ method: 'initialized', params: {} })
  }

  /** Opens a text and gives the diagnostics that come for it. */
  open(uri: string, text: string): Promise<readonly EditorDiagnostic[]> {
    const diagnostics = new Promise<readonly EditorDiagnostic[]>((resolve) => this.#waiting.set(uri, resolve))
    this.#send({
      method: 'textDocument/didOpen',
      params: { textDocument: { uri, languageId: 'yaml', version: 1, text } },
    })
    return diagnostics
  }

  ask(method: string, params: unknown): Promise<unknown> {
    const id = this.#next++
    const answer = new Promise((resolve) => this.#answers.set(id, resolve))
    this.#send({ id, method, params })
    return answer
  }

  stop(): void {
    this.#process.kill()
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#process.stdin!.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  #take(bytes: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, bytes])
    for (;;) {
      const head = this.#buffer.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString('ascii', 0, head))?.[1])
      const end = head + 4 + length
      if (this.#buffer.length < end) return
      const message = JSON.parse(this.#buffer.toString('utf8', head + 4, end)) as Message
      this.#buffer = this.#buffer.subarray(end)
      this.#handle(message)
    }
  }

  #handle({ id, method, params, result }: Message): void {
    if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = params as { uri: string; diagnostics: readonly EditorDiagnostic[] }
      this.#waiting.get(uri)?.(diagnostics)
    } else if (method !== undefined && id !== undefined) {
      // The server asks for its settings: none, one answer per item it asks for.
      const items = (params as { items?: readonly unknown[] } | undefined)?.items ?? []
      this.#send({ id, result: method === 'workspace/configuration' ? items.map(() => null) : null })
    } else if (id !== undefined) this.#answers.get(id)?.(result)
  }
}
