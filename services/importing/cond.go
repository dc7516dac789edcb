package importing

import "slices"

// cond is a condition of the definition. A nil cond always holds; never is one that cannot.
type cond struct {
	op    string // "all", "any", "not", "named", "test", "never"
	list  []*cond
	name  string // named: the condition; test: the question
	key   string // test: is, in, includes, answered, age_from …
	value any    // test: a text, texts, a number, a flag
}

var never = &cond{op: "never"}

func all(list ...*cond) *cond {
	var out []*cond
	for _, c := range list {
		switch {
		case c == nil:
		case c.op == "never":
			return never
		case c.op == "all":
			out = append(out, c.list...)
		default:
			out = append(out, c)
		}
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return &cond{op: "all", list: out}
}

func anyOf(list ...*cond) *cond {
	var out []*cond
	for _, c := range list {
		switch {
		case c == nil:
			return nil
		case c.op == "never":
		case c.op == "any":
			for _, k := range c.list {
				out = unite(out, k)
			}
		default:
			out = unite(out, c)
		}
	}
	switch len(out) {
	case 0:
		return never
	case 1:
		return out[0]
	}
	return &cond{op: "any", list: out}
}

// unite adds a condition to those of which one must hold; choices of the same question become one test.
func unite(list []*cond, c *cond) []*cond {
	for i, other := range list {
		if mine, theirs := c.chosen(), other.chosen(); mine != nil && theirs != nil && c.name == other.name {
			codes := slices.Clone(theirs)
			for _, code := range mine {
				if !slices.Contains(codes, code) {
					codes = append(codes, code)
				}
			}
			list[i] = chosen(c.name, codes)
			return list
		}
	}
	return append(list, c)
}

// chosen are the codes that c tests a choice for; nil where it does not.
func (c *cond) chosen() []string {
	switch v := c.value.(type) {
	case string:
		if c.op == "test" && c.key == "is" {
			return []string{v}
		}
	case []string:
		return v
	}
	return nil
}

func not(c *cond) *cond {
	switch {
	case c == nil:
		return never
	case c.op == "never":
		return nil
	case c.op == "not":
		return c.list[0]
	}
	return &cond{op: "not", list: []*cond{c}}
}

func named(name string) *cond { return &cond{op: "named", name: name} }

func test(question, key string, value any) *cond {
	return &cond{op: "test", name: question, key: key, value: value}
}

// chosen is a choice among these codes.
func chosen(question string, codes []string) *cond {
	if len(codes) == 1 {
		return test(question, "is", codes[0])
	}
	return test(question, "in", slices.Clone(codes))
}

// simple says that a condition is short enough to stand at each step.
func (c *cond) simple() bool {
	return c == nil || c.op == "test" || c.op == "named" || c.op == "not" && c.list[0].simple()
}

// names visits the named conditions in c.
func (c *cond) names(visit func(string)) {
	if c == nil {
		return
	}
	if c.op == "named" {
		visit(c.name)
	}
	for _, k := range c.list {
		k.names(visit)
	}
}
