"""Filters as values: operators by property type, and the properties a filter looks at."""

from __future__ import annotations

from core.model.contact import PropertyType
from core.model.filter import Condition, Filter, Operator, operators_for

NO_VALUE = {Operator.IS_TRUE, Operator.IS_FALSE, Operator.IS_KNOWN, Operator.IS_UNKNOWN}
NO_VALUE |= {Operator.IS_ADDRESS, Operator.IS_NO_ADDRESS}


def test_only_questions_that_need_none_take_no_value() -> None:
    assert {operator for operator in Operator if not operator.takes_value} == NO_VALUE


def test_choices_and_lists_take_many_values() -> None:
    many = {Operator.IS_ANY_OF, Operator.IS_NONE_OF, Operator.IN_LIST, Operator.NOT_IN_LIST}
    assert {o for o in Operator if o.takes_many} == many


def test_negative_operators_match_blank_values_too() -> None:
    negative = {Operator.IS_NONE_OF, Operator.IS_NOT, Operator.NOT_CONTAINS, Operator.IS_FALSE}
    negative |= {Operator.NOT_BETWEEN, Operator.NOT_IN_LIST}
    assert {o for o in Operator if o.is_negative} == negative


def test_every_property_type_can_be_asked_whether_it_is_known() -> None:
    for kind in set(PropertyType) - {PropertyType.LIST}:
        offered = operators_for(kind)
        assert Operator.IS_KNOWN in offered
        assert Operator.IS_UNKNOWN in offered
        assert len(set(offered)) == len(offered)


def test_every_operator_is_offered_for_some_type() -> None:
    assert {operator for kind in PropertyType for operator in operators_for(kind)} == set(Operator)


def test_membership_of_lists_is_asked_of_a_column_for_each_list() -> None:
    assert Filter(((Condition("list", Operator.IN_LIST, (3, 8)),),)).properties == {"list:3", "list:8"}


def test_only_days_counted_from_now_move_with_time() -> None:
    moving = {o for o in Operator if Filter(((Condition("createdate", o, (3,)),),)).moves_with_time}
    assert moving == {Operator.IN_LAST_DAYS, Operator.DAYS_AGO, Operator.IN_NEXT_DAYS}


def test_a_filter_names_each_property_once() -> None:
    city, lead = Condition("city"), Condition("lifecyclestage")
    assert Filter(((city, lead), (city,))).properties == {"city", "lifecyclestage"}
    assert Filter().properties == frozenset()
