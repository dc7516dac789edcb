package services

import "testing"

// TestOpenWritesConditionsOut: what is answered is left out of a condition, and what hangs on an answer that may not count becomes what
// that answer hangs on.
func TestOpenWritesConditionsOut(t *testing.T) {
	t.Parallel()
	all, err := Catalogue()
	if err != nil {
		t.Fatal(err)
	}
	s := all["blue-badge"]
	for _, o := range s.Open(Answers{}, today) {
		if o.State == Missing != (o.When == nil) {
			t.Errorf("%s is %s and hangs on %v", o.name(), o.State, o.When)
		}
		o.When.each(func(c *Cond) {
			if c.Named != "" || c.Not != nil && c.Not.Question == "" {
				t.Errorf("%s hangs on %+v, which paper cannot say", o.name(), c)
			}
		})
	}
	some := Answers{"applying-for": {Choice: []string{"child"}}}
	for _, o := range s.Open(some, today) {
		o.When.each(func(c *Cond) {
			if c.Question == "applying-for" {
				t.Errorf("%s still hangs on what is answered", o.name())
			}
		})
	}
}

func (o Open) name() string {
	if o.Stop != nil {
		return o.Stop.ID
	}
	return o.Question.ID
}
