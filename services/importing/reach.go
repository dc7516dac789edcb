package importing

// dominate finds for each node that goes on which one lies on every way to it, and which on every way from it to the end.
func (g *graph) dominate() {
	for _, n := range g.nodes { // in order: all that lead to n are done
		if n == g.start || n.doomed {
			continue
		}
		for _, e := range n.from {
			if n.idom == nil {
				n.idom = e.from
			} else {
				n.idom = meet(n.idom, e.from, 0, func(n *node) *node { return n.idom })
			}
		}
		n.depth[0] = n.idom.depth[0] + 1
	}
	home := &node{}
	for i := len(g.nodes) - 1; i >= 0; i-- {
		n := g.nodes[i]
		if n.doomed {
			continue
		}
		if !n.total() || n.onlyDoomed() {
			n.post = home
		}
		for _, e := range n.exits {
			switch {
			case e.to.doomed:
			case n.post == nil:
				n.post = e.to
			default:
				n.post = meet(n.post, e.to, 1, func(n *node) *node { return n.post })
			}
		}
		n.depth[1] = n.post.depth[1] + 1
	}
}

func (n *node) onlyDoomed() bool {
	for _, e := range n.exits {
		if !e.to.doomed {
			return false
		}
	}
	return true
}

// meet is the nearest node above both in a tree.
func meet(a, b *node, tree int, up func(*node) *node) *node {
	for a != b {
		if a.depth[tree] >= b.depth[tree] {
			a = up(a)
		} else {
			b = up(b)
		}
	}
	return a
}

// reach says of each node when it is reached. Where ways part and meet again, what comes after hangs on what came before.
func (g *graph) reach() {
	for _, n := range g.nodes {
		switch {
		case n == g.start:
		case !n.doomed && n.after(n.idom):
			n.at = n.idom.reference()
		default:
			var ways []*cond
			for _, e := range n.from {
				ways = append(ways, all(e.from.reference(), e.cond))
			}
			n.at = anyOf(ways...)
		}
	}
}

// after says that whoever comes by d comes by n.
func (n *node) after(d *node) bool {
	for d != nil && d.depth[1] > n.depth[1] {
		d = d.post
	}
	return d == n
}

// reference is the condition that n was reached, as others write it.
func (n *node) reference() *cond {
	if n.at.simple() {
		return n.at
	}
	n.named = true
	return named("at-" + n.name)
}
