package match

// Census counts how common values are among people who come by one after another.
type Census struct{ fr *Frequencies }

// NewCensus begins to count.
func NewCensus() *Census { return &Census{count(nil, one)} }

// Add counts a person.
func (c *Census) Add(p *Person) {
	p.values(func(f Field, v string) {
		c.fr.of[f][v]++
		c.fr.have[f]++
	})
}

// Have is how many people have the field.
func (c *Census) Have(f Field) float64 { return c.fr.have[f] }

// Common hands on the values that so many people have that they tell of nobody.
func (c *Census) Common(least float64, each func(f Field, value string, people float64)) {
	for f := range fields {
		for v, n := range c.fr.of[f] {
			if n >= least {
				each(f, v, n)
			}
		}
	}
}

// NewFrequencies are those of a census that was stored: values it does not list are taken to be had by as many as least says.
func NewFrequencies(least float64) *Frequencies {
	fr := count(nil, one)
	fr.least = least
	return fr
}

// Put takes back how many people have a value; "" is all who have any.
func (fr *Frequencies) Put(field, value string, people float64) {
	for f := range fields {
		switch {
		case f.String() != field:
		case value == "":
			fr.have[f] = people
		default:
			fr.of[f][value] = people
		}
	}
}

// Learn learns the weights of a population. tell may be nil.
func Learn(people []*Person, tell func(string)) *Model {
	l := &learner{file: file{people: people}, tell: tell}
	if len(people) < 2 {
		return Shipped(len(people))
	}
	l.learn()
	return l.model
}
