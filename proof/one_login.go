package proof

// OneLogin is the confidence GOV.UK One Login says it has in who somebody is.
type OneLogin string

// The confidences. P0 is a sign-in alone.
const (
	P0 OneLogin = "P0"
	P1 OneLogin = "P1" // L1A
	P2 OneLogin = "P2" // M1A, M1B, M1C or M2B: it does not say which
	P3 OneLogin = "P3" // H1A
)

// confidences are the profiles behind each, as its documentation names them.
var confidences = []struct {
	of       OneLogin
	profiles []string
}{
	{P3, []string{"H1A"}},
	{P2, []string{"M1A", "M1B", "M1C", "M2B"}},
	{P1, []string{"L1A"}},
}

// From is what a confidence is worth here: the scores of one profile behind it. For P2 that is M1B, whose single piece is worth least
// beside other evidence. Nothing, and false, for P0 and what is not known.
func From(c OneLogin) (Worth, bool) {
	p, ok := Named(map[OneLogin]string{P1: "L1A", P2: "M1B", P3: "H1A"}[c])
	if !ok {
		return Worth{}, false
	}
	return Worth{p.Pieces[0], p.Activity, p.Fraud, p.Verification}, true
}

// OneLogin is the highest confidence that would be said of the same standing; P0 where none is reached.
func (s Standing) OneLogin() OneLogin {
	for _, c := range confidences {
		for _, name := range c.profiles {
			if s.Meets(name) {
				return c.of
			}
		}
	}
	return P0
}
