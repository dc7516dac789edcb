package importing

import (
	"slices"
)

// node is a page on the way through a form, or an end.
type node struct {
	page  *page
	end   end
	out   string // where an end outside the form leads
	exits []*exit
	from  []*exit
	pos   int   // its place in the order
	at    *cond // when it is reached
	name  string
	named bool // at is a named condition

	complete   bool // its exits are all there is: nobody goes home from here
	doomed     bool // every way on ends in a stop, and only one way leads here
	idom, post *node
	depth      [2]int // in the trees of dominators and of post-dominators
}

type end int

const (
	goesOn  end = iota
	stops       // nothing is sent
	outside     // the runner sends people to another address
	goBack      // the form leads back to an earlier page
)

// exit is a way from a page to the next.
type exit struct {
	from, to *node
	cond     *cond
}

// graph is the pages that can be reached, in an order in which every way leads forwards.
type graph struct {
	f      *form
	report *Report
	nodes  []*node // in order
	start  *node
	byPage map[*page]*node
	paths  map[string]*page
	before map[*page]ancestors
	gone   map[*page]bool // no answers lead to these
	t      *translator
}

// ancestors are the pages that may have been seen before one.
type ancestors map[*page]bool

// deadEnd is a page that asks nothing and leads nowhere.
func (p *page) deadEnd() bool {
	if p.summary || len(p.links) > 0 {
		return false
	}
	for _, c := range p.parts {
		if c.asks() {
			return false
		}
	}
	return true
}

// target is where a link leads; nil where there is no such page.
func (g *graph) target(l link) *page { return g.paths[l.to] }

// index finds pages by path; of two with the same path the first is the one the runner finds.
func (g *graph) index() {
	g.paths = map[string]*page{}
	for _, p := range g.f.pages {
		if g.paths[p.path] != nil {
			g.report.add(Lost, ThePage, p.path, p.title.en, "another page has this path; the runner shows the first")
			continue
		}
		g.paths[p.path] = p
	}
	for _, p := range g.f.pages {
		if g.paths[p.path] != p {
			continue
		}
		for _, l := range p.links {
			if l.out == "" && g.target(l) == nil {
				g.report.add(Lost, TheRoute, p.path, l.to, "there is no such page; the runner leaves the route out, and so does the service")
			}
		}
	}
}

// ways are the links of p that lead somewhere and may be taken, without those back.
func (g *graph) ways(p *page) []link {
	var out []link
	for _, l := range p.links {
		if l.out == "" && g.target(l) == nil {
			continue
		}
		out = append(out, l)
	}
	return out
}

// forwards finds the pages that can be reached, in an order in which each stands before those it leads to, and the links
// that lead back.
func (g *graph) forwards(allowed func(*page, link) bool) (order []*page, back map[*page]map[string]bool) {
	const visiting, done = 1, 2
	state := map[*page]int{}
	back = map[*page]map[string]bool{}
	var visit func(p *page)
	visit = func(p *page) {
		state[p] = visiting
		ways := g.ways(p)
		for _, l := range slices.Backward(ways) { // the first way is to stand first
			to := g.target(l)
			if l.out != "" || !allowed(p, l) {
				continue
			}
			switch state[to] {
			case visiting:
				if back[p] == nil {
					back[p] = map[string]bool{}
				}
				back[p][l.to] = true
			case 0:
				visit(to)
			}
		}
		state[p] = done
		order = append(order, p)
	}
	if p := g.paths[g.f.start]; p != nil {
		visit(p)
	}
	slices.Reverse(order)
	return order, back
}

// ancestry is which pages may have been seen when one is reached.
func (g *graph) ancestry(order []*page, back map[*page]map[string]bool, allowed func(*page, link) bool) {
	g.before = map[*page]ancestors{}
	for _, p := range order {
		if g.before[p] == nil {
			g.before[p] = ancestors{}
		}
		g.before[p][p] = true
		for _, l := range g.ways(p) {
			to := g.target(l)
			if l.out != "" || back[p][l.to] || !allowed(p, l) {
				continue
			}
			if g.before[to] == nil {
				g.before[to] = ancestors{}
			}
			for q := range g.before[p] {
				g.before[to][q] = true
			}
		}
	}
}
