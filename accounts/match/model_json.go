package match

import "encoding/json"

// stored is how a model is written down: by name, so that fields and levels may come and go.
type stored struct {
	People int `json:"people"`
	M, U   map[string][states]map[string]float64
}

// MarshalJSON writes the weights by the names of fields and levels. The prior is of a population, not of the weights.
func (m *Model) MarshalJSON() ([]byte, error) {
	return json.Marshal(stored{m.People, m.M.named(), m.U.named()})
}

// UnmarshalJSON reads them; what is not there stays as shipped.
func (m *Model) UnmarshalJSON(text []byte) error {
	var in stored
	if err := json.Unmarshal(text, &in); err != nil {
		return err
	}
	version := m.Version
	*m = *Shipped(in.People)
	m.Version, m.People = version, in.People
	m.M.take(in.M)
	m.U.take(in.U)
	return nil
}

func (t *table) named() map[string][states]map[string]float64 {
	out := map[string][states]map[string]float64{}
	for f := range fields {
		var rows [states]map[string]float64
		for st := range states {
			rows[st] = map[string]float64{}
			for _, l := range usually[f].levels {
				rows[st][l.String()] = t[f][st][l]
			}
		}
		out[f.String()] = rows
	}
	return out
}

func (t *table) take(from map[string][states]map[string]float64) {
	for f := range fields {
		for st, row := range from[f.String()] {
			for l := range levels {
				if x := row[l.String()]; x > 0 {
					t[f][st][l] = x
				}
			}
		}
	}
}
