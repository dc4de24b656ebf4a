-- The approvals of a count `r`: of itself, or of another version of it (a corrected note) that counted the same.
(SELECT x.* FROM supplies_stocktake v JOIN supplies_explanation x ON x.stocktake = v.entry AND x.unit = v.unit
 WHERE v.root = r.root AND v.unit = r.unit AND v.item = r.item AND v.lot_key = r.lot_key
   AND v.occurred_at = r.occurred_at AND v.counted = r.counted AND NOT v.exercise AND NOT x.exercise)
