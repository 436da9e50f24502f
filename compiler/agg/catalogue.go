package agg

// Catalogue lists every aggregation, in the order of the docs.
var Catalogue = []*Aggregation{
	countAggregation, sumAggregation, meanAggregation, minAggregation, maxAggregation, decayedSumAggregation,
	varPopAggregation, varSampAggregation, stddevPopAggregation, stddevSampAggregation,
	skewnessAggregation, kurtosisAggregation, covarPopAggregation, covarSampAggregation, corrAggregation, slopeAggregation,
	geometricMeanAggregation,
	anyAggregation, allAggregation,
	timeSinceLastAggregation, timeSinceFirstAggregation, meanGapAggregation, rateAggregation,
	firstAggregation, lastAggregation, lagAggregation, firstNAggregation, lastNAggregation, drawdownAggregation, countDistinctAggregation,
	argMinAggregation, argMaxAggregation,
	modeAggregation, quantileAggregation, medianAggregation, entropyAggregation,
	distinctAggregation, topFrequentAggregation, top1RatioAggregation, histogramAggregation, topNAggregation, bottomNAggregation,
	countByAggregation, sumByAggregation, meanByAggregation, minByAggregation, maxByAggregation,
	approxCountDistinctAggregation, approxQuantileAggregation, approxTopFrequentAggregation,
}

// Lookup returns the aggregation of a name or alias; nil where there is none.
func Lookup(name string) *Aggregation {
	for _, a := range Catalogue {
		if a.Name == name || a.Alias == name && name != "" {
			return a
		}
	}
	return nil
}

// Names returns the names of all aggregations, without aliases.
func Names() []string {
	var out []string
	for _, a := range Catalogue {
		out = append(out, a.Name)
	}
	return out
}
