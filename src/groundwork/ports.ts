import type { Sha256 } from './canonical.ts'

/** What the library needs from outside and an app fills: `src/` itself knows no file, clock, thread or network. */

/** Hashes bytes that arrive in pieces (SHA-256). */
export interface Hash {
  update(bytes: Uint8Array): void
  digest(): Sha256
}

/** A box to be placed: nested boxes inside, size wanted when it has none. */
export interface LayoutNode {
  readonly id: string
  readonly width?: number
  readonly height?: number
  readonly label?: string
  /** Pixels kept free inside, left of the nested boxes, for what the box says about itself. */
  readonly aside?: number
  /** Boxes of a smaller layer stand above those of a larger one. */
  readonly layer?: number
  readonly children?: readonly LayoutNode[]
}

/** A line between two boxes. */
export interface LayoutEdge {
  readonly id: string
  readonly from: string
  readonly to: string
}

/** Where a box came to stand, in pixels from the top left corner of the drawing. */
export interface PlacedNode {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Where a line came to run: its corner points. */
export interface PlacedEdge {
  readonly id: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

export interface Placed {
  readonly width: number
  readonly height: number
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
}

/** Lays out a nested drawing; deterministic for equal input. */
export interface Layout {
  place(root: LayoutNode, edges: readonly LayoutEdge[]): Promise<Placed>
}

/** Solves a mixed-integer program written in CPLEX LP text; callers verify the solution again. */
export interface MilpSolver {
  solve(lp: string): Promise<{ readonly status: string; readonly values: Readonly<Record<string, number>> }>
}

/** Signs bytes and verifies signatures. */
export interface Sign {
  sign(bytes: Uint8Array, keyId: string): Promise<Uint8Array>
  verify(bytes: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): Promise<boolean>
}

/** Judges an advisory document against the rules of CSAF. */
export interface AdvisoryValidator {
  validate(document: unknown): Promise<{ readonly valid: boolean; readonly errors: readonly string[] }>
}

/** Keeps append-only lines that outlive the process. */
export interface Store {
  append(log: string, line: string): Promise<void>
  read(log: string): AsyncIterable<string>
}
