"""An id that no database can hold finds nothing, and breaks nothing (found by make fuzz)."""

import pytest


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("address", ["cases/?patient=", "cases/?lesion=", "lesions/?patient=", "analyses/?image="])
def test_an_id_beyond_every_number_of_the_database_is_refused(as_ana, address, sign):
    assert as_ana.get(f"/api/{address}{sign}7991713162300146999472097853440").status_code == 400
    assert as_ana.get(f"/api/{address}{sign}1").status_code == 200
