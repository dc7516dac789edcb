package importing

import (
	"container/heap"
)

// plan makes the graph of a form: pages in order, and when each is reached.
func (g *graph) plan() {
	banned := map[*page]map[int]bool{}
	allowed := func(p *page, l link) bool { return !banned[p][l.position] && !g.gone[g.target(l)] }
	for range len(g.f.pages) + 1 {
		order, back := g.forwards(allowed)
		g.ancestry(order, back, allowed)
		g.build(order, back, allowed)
		if !g.ban(order, back, banned, allowed) {
			break
		}
	}
	g.doom()
	g.sort()
	g.dominate()
	g.reach()
}

// ban takes away links that are never taken, and says whether that leaves pages that cannot be reached.
func (g *graph) ban(order []*page, back map[*page]map[string]bool, banned map[*page]map[int]bool, allowed func(*page, link) bool) bool {
	found := false
	for _, p := range order {
		taken := map[int]bool{}
		for _, w := range g.waysOut(p) {
			if !w.home {
				taken[w.link.position] = true
			}
		}
		for _, l := range g.ways(p) {
			if !taken[l.position] && !banned[p][l.position] && allowed(p, l) {
				if banned[p] == nil {
					banned[p] = map[int]bool{}
				}
				banned[p][l.position], found = true, true
			}
		}
	}
	return found
}

// build makes the nodes: one for each page, and an end for each way that leads to one.
func (g *graph) build(order []*page, back map[*page]map[string]bool, allowed func(*page, link) bool) {
	g.byPage, g.nodes = map[*page]*node{}, nil
	for i, p := range order {
		if !p.deadEnd() || i == 0 {
			g.byPage[p] = &node{page: p, pos: i}
			g.nodes = append(g.nodes, g.byPage[p])
		}
	}
	if len(g.nodes) == 0 {
		return
	}
	g.start = g.nodes[0]
	if g.start.page.deadEnd() {
		g.start.end = stops
	}
	for _, n := range g.nodes[:len(g.nodes):len(g.nodes)] {
		n.complete = true
		for _, w := range g.waysOut(n.page) {
			n.complete = n.complete && !w.home
			if !w.home && (w.link.out != "" || allowed(n.page, w.link)) {
				g.connect(n, w, back[n.page][w.link.to])
			}
		}
	}
}

func (g *graph) connect(n *node, w way, back bool) {
	to := g.target(w.link)
	var next *node
	switch {
	case w.link.out != "":
		next = &node{page: n.page, end: outside, out: w.link.out}
	case back:
		next = &node{page: to, end: goBack}
		g.report.add(Lost, TheRoute, n.page.path, w.link.to, "it leads back to an earlier page: the service ends there and says which answer to change")
	case g.byPage[to] != nil:
		next = g.byPage[to]
	default:
		next = &node{page: to, end: stops}
	}
	if next.end != goesOn && next != g.start {
		for _, e := range n.exits { // two ways to the same end are one
			if e.to.page == next.page && e.to.end == next.end && e.to.out == next.out {
				e.cond = anyOf(e.cond, w.cond)
				return
			}
		}
		g.nodes = append(g.nodes, next)
	}
	for _, e := range n.exits {
		if e.to == next {
			e.cond = anyOf(e.cond, w.cond)
			return
		}
	}
	e := &exit{from: n, to: next, cond: w.cond}
	n.exits, next.from = append(n.exits, e), append(next.from, e)
}

// doom marks the nodes that hang on one way only and lead to nothing but stops. They stand right behind that way, so that what
// comes after need not say that it was not taken: a stop that holds ends everything.
func (g *graph) doom() {
	for i := len(g.nodes) - 1; i >= 0; i-- { // ends stand last; pages in order before
		if n := g.nodes[i]; n.end != goesOn && n != g.start {
			n.doomed = true
		}
	}
	for i := len(g.nodes) - 1; i >= 0; i-- {
		n := g.nodes[i]
		if n.end != goesOn || n == g.start || len(n.from) != 1 || len(n.exits) == 0 || !n.total() {
			continue
		}
		n.doomed = true
		for _, e := range n.exits {
			n.doomed = n.doomed && e.to.doomed
		}
	}
}

// total says that some exit is always taken, so that nobody goes home from here.
func (n *node) total() bool {
	return n.complete && len(n.exits) > 0
}

// sort puts each node behind all that lead to it, what is doomed first, else in the order of the form.
func (g *graph) sort() {
	waiting := map[*node]int{}
	for _, n := range g.nodes {
		waiting[n] = len(n.from)
	}
	ready := &queue{g.start}
	var order []*node
	for ready.Len() > 0 {
		n := heap.Pop(ready).(*node)
		order = append(order, n)
		for _, e := range n.exits {
			if waiting[e.to]--; waiting[e.to] == 0 {
				heap.Push(ready, e.to)
			}
		}
	}
	g.nodes = order
	for i, n := range order {
		n.pos = i
	}
}

// queue is nodes, the next first.
type queue []*node

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	if q[i].doomed != q[j].doomed {
		return q[i].doomed
	}
	return q[i].pos < q[j].pos
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push and Pop are for container/heap.
func (q *queue) Push(n any) { *q = append(*q, n.(*node)) }

// Pop takes the last.
func (q *queue) Pop() any {
	old := *q
	n := old[len(old)-1]
	*q = old[:len(old)-1]
	return n
}
