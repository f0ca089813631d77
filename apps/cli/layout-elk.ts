import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk.bundled.js'
import type { Layout, LayoutEdge, LayoutNode, Placed, PlacedNode } from '../../src/groundwork/ports.ts'

/** Fills the `Layout` port with ELK's layered method: boxes in layers from top to bottom, lines at right angles. */
export function elkLayout(): Layout {
  return {
    async place(root, edges) {
      const { default: ELK } = await import('elkjs/lib/elk.bundled.js')
      const elk = new ELK()
      const placed = await elk.layout({ ...elkNode(root), layoutOptions: ROOT, edges: edges.map(elkEdge) })
      return collect(placed)
    },
  }
}

const SPACING = {
  'elk.spacing.nodeNode': '22',
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '12',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
}

// Coordinates from the root for everything; a fixed seed, as the method draws lots among equal arrangements.
const ROOT = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.partitioning.activate': 'true',
  'elk.randomSeed': '1',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.unnecessaryBendpoints': 'true',
  'elk.padding': '[top=16,left=16,bottom=16,right=16]',
  'json.shapeCoords': 'ROOT',
  'json.edgeCoords': 'ROOT',
  ...SPACING,
}

function elkNode(node: LayoutNode): ElkNode {
  const options: Record<string, string> = {}
  if (node.layer !== undefined) options['elk.partitioning.partition'] = String(node.layer)
  if (!node.children) return { id: node.id, width: node.width ?? 0, height: node.height ?? 0, layoutOptions: options }
  return {
    id: node.id,
    children: node.children.map(elkNode),
    layoutOptions: {
      ...options,
      ...SPACING,
      'elk.partitioning.activate': 'true',
      'elk.padding': `[top=16,left=${node.aside ?? 16},bottom=16,right=16]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${node.width ?? 0},${node.height ?? 0})`,
    },
  }
}

function elkEdge(edge: LayoutEdge): ElkExtendedEdge {
  return { id: edge.id, sources: [edge.from], targets: [edge.to] }
}

function collect(root: ElkNode): Placed {
  const nodes: PlacedNode[] = []
  const walk = (node: ElkNode): void => {
    for (const child of node.children ?? []) {
      nodes.push({
        id: child.id,
        x: child.x ?? 0,
        y: child.y ?? 0,
        width: child.width ?? 0,
        height: child.height ?? 0,
      })
      walk(child)
    }
  }
  walk(root)
  return {
    width: root.width ?? 0,
    height: root.height ?? 0,
    nodes,
    edges: (root.edges ?? []).map((edge) => ({
      id: edge.id,
      points: (edge.sections ?? []).flatMap((section) => [
        section.startPoint,
        ...(section.bendPoints ?? []),
        section.endPoint,
      ]),
    })),
  }
}
